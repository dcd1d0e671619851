"""The self-saving controls of a case's page, written straight to HTML.

A case may have sixty contacts of ten controls each: as templates included in templates they would take four
fifths of the page's time. All that people typed goes through the standard library's `escape`, the quickest.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from vinculo.kernel.finding import Finding, Severity
from vinculo.web.cases.typed_controls import TypedControl

from .vinculo_components import icon

register = template.Library()

SPOKEN_SEVERITY = {
    Severity.BLOCKING: "Impede: ",
    Severity.WARNING: "Atenção: ",
    Severity.MISSING: "Falta: ",
}


@register.simple_tag
def typed_cell(control: TypedControl, rows: int = 2) -> SafeString:
    """A control in a cell of the form: label, control, hint, findings."""
    if control.is_row:
        return row_cell(control)
    hint = f'<p class="field__hint" id="{control.id}-hint">{escape(control.hint)}</p>' if control.hint else ""
    # S308: every part that is not ours is escaped above and below.
    return mark_safe(  # noqa: S308
        f'<div class="cell cell--control {control.css}">'
        f'<label for="{control.id}">{escape(control.label)}</label>'
        f"{_written(control, rows)}{hint}{_registry_lines(control)}{_findings_list(control)}</div>"
    )


def row_cell(control: TypedControl) -> SafeString:
    """A choice of one whose options stand in a row. What was chosen can be taken back."""
    clear = ""
    if not control.readonly:
        clear = (
            f'<button type="button" class="row-clear" data-clear="{control.key}">{icon("close")}'
            f'<span class="visually-hidden">Limpar {escape(control.label)}</span></button>'
        )
    closed = " disabled" if control.readonly else ""
    options = "".join(
        f'<label class="segment"><input type="radio" name="{control.key}" value="{escape(option.value)}"'
        f' data-save="{control.name}" data-key="{control.key}" data-version="{control.version}"'
        f"{_place(control)}{' checked' if option.selected else ''}{closed}>"
        f"<span>{escape(option.label)}</span></label>"
        for option in control.options
    )
    return mark_safe(  # noqa: S308
        f'<fieldset class="cell boxes cell--row {control.css}" id="{control.id}" tabindex="-1"'
        f' aria-describedby="{control.id}-findings">'
        f'<legend class="cell__label">{escape(control.label)}</legend>'
        f'<div class="segments">{options}{clear}</div>{_findings_list(control)}</fieldset>'
    )


def _registry_lines(control: TypedControl) -> str:
    """Who told what stands in the field, and what the registry says of it today."""
    if not (control.mark or control.difference):
        return ""
    mark = (
        f'<p class="cell__mark" id="{control.id}-mark" data-mark="{control.name}">{escape(control.mark)}</p>'
    )
    return f"{mark}{difference_line(control)}"


def difference_line(control: TypedControl) -> str:
    """What the registry says today, with one press to use it and one to leave it."""
    today = control.difference
    if today is None:
        return ""
    label = f'<span class="visually-hidden"> em {escape(control.label)}</span>'
    press = (
        f'<button type="button" class="link-button" data-registry="{{}}" data-field="{control.name}"'
        f' data-seen="{escape(today.seen)}">{{}}{label}</button>'
    )
    use = press.format("use", "usar")
    if control.name == "cro_count":
        use = f'<a href="#who-leaves" data-choose-dentists>escolher quem sai{label}</a>'
    buttons = f" {use} {press.format('keep', 'manter')}" if today.is_open else ""
    return (
        f'<p class="cell__today" data-difference="{control.name}">No cadastro hoje: '
        f"<strong>{escape(today.words)}</strong>{buttons}</p>"
    )


@register.simple_tag
def finding_lines(findings: Sequence[Finding]) -> SafeString:
    """The items of a list of findings, with no white space around: an empty list is `:empty`."""
    return mark_safe("".join(_finding_line(finding) for finding in findings))  # noqa: S308


def _findings_list(control: TypedControl) -> str:
    lines = "".join(_finding_line(finding) for finding in control.findings)
    return f'<ul class="findings" id="{control.id}-findings" data-findings="{control.key}">{lines}</ul>'


def _finding_line(finding: Finding) -> str:
    return (
        f'<li class="finding finding--{finding.severity}">{icon(finding.severity)}<span>'
        f'<span class="visually-hidden">{SPOKEN_SEVERITY[finding.severity]}</span>'
        f"{escape(finding.message)}</span></li>"
    )


def _written(control: TypedControl, rows: int) -> str:
    """The element that people write in."""
    common = f'id="{control.id}" {save_attributes(control)}'
    if control.tag == "textarea":
        # HTML drops the first newline of a textarea: ours is that one, never the writer's.
        return f'<textarea rows="{rows}" {common}>\n{escape(control.value)}</textarea>'
    if control.tag == "select":
        options = "".join(
            f'<option value="{escape(option.value)}"{" selected" if option.selected else ""}>'
            f"{escape(option.label)}</option>"
            for option in control.options
        )
        return f"<select {common}>{options}</select>"
    extra = "".join(
        f' {name}="{value}"'
        for name, value in (
            ("data-format", control.format),
            ("inputmode", control.input_mode),
            ("list", control.list_id),
        )
        if value
    )
    return f'<input type="text" value="{escape(control.value)}" autocomplete="off"{extra} {common}>'


def _place(control: TypedControl) -> str:
    return "".join(f' data-{name}="{escape(str(value))}"' for name, value in control.place.items())


def save_attributes(control: TypedControl) -> str:
    """What the script needs to save the control, and what a screen reader needs to tell its findings."""
    place = _place(control)
    invalid = ' aria-invalid="true"' if control.is_invalid else ""
    closed = ""
    if control.readonly:
        closed = " disabled" if control.tag == "select" else " readonly"
    return (
        f'data-save="{control.name}" data-key="{control.key}" data-version="{control.version}"{place}'
        f' aria-describedby="{control.described_by}"{invalid}{closed}'
    )
