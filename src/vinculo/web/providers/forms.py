"""What all forms of the registry share: the rules judge what was typed, all at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from vinculo.kernel.finding import Finding
from vinculo.kernel.places import UFS

UF_CHOICES = [("", "—"), *((code, code) for code in UFS)]


def text_input(**attributes: Any) -> forms.TextInput:
    return forms.TextInput({"autocomplete": "off", "spellcheck": "false"} | attributes)


class RegistryForm(forms.Form):
    """Where something cannot be read, the rules are asked all the same: nothing is told one by one."""

    use_required_attribute = False
    wide: Sequence[str] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Several forms may be open on one page; their labels must not lead into each other.
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.errors:
            for finding in self.rule_findings():
                if finding.field in self.fields and finding.field not in self.errors:
                    self.add_error(finding.field, finding.message)
        return given

    def rule_findings(self) -> Iterable[Finding]:
        return ()

    def laid_out(self) -> list[tuple[forms.BoundField, str]]:
        """Each field to be seen, with the class of its place."""
        return [(field, "field--wide" if field.name in self.wide else "") for field in self.visible_fields()]
