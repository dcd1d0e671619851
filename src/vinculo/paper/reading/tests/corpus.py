"""A corpus to judge the reader by: invented forms in random layouts, and what was read from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from vinculo.paper.editions import Edition, packaged_edition
from vinculo.paper.form import LIST_FIELDS, RetentionForm
from vinculo.paper.reading import Reading, read_text

from .form_texts import write_form
from .invented_forms import invented_form
from .layouts import Layout, random_layout

EDITIONS = (packaged_edition(1), packaged_edition(2))


@dataclass(frozen=True, slots=True)
class Sample:
    """A form, how it was laid out, and its text."""

    seed: int
    form: RetentionForm
    edition: Edition
    layout: Layout
    text: str


def samples(seeds: range, change: Callable[[Layout], Layout] | None = None) -> Iterator[Sample]:
    for seed in seeds:
        rng = Random(seed)
        edition = rng.choice(EDITIONS)
        form = invented_form(rng, edition)
        layout = random_layout(rng)
        if change:
            layout = change(layout)
        yield Sample(seed, form, edition, layout, write_form(form, edition, layout, rng))


def sample(seed: int = 1, edition: int = 1, **layout: Any) -> Sample:
    """One sample in a layout of one's own: tabs, box characters, one paragraph behind a blank line."""
    rng = Random(seed)
    chosen = packaged_edition(edition)
    form = invented_form(rng, chosen)
    look = Layout(**layout)
    return Sample(seed, form, chosen, look, write_form(form, chosen, look, rng))


def folded(value: Any) -> Any:
    """White space folded: where a program wrapped lines, paragraphs may be told wrongly."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return [folded(item) for item in value]
    if isinstance(value, dict):
        return {key: folded(item) for key, item in value.items()}
    return value


def differences(form: RetentionForm, reading: Reading) -> dict[str, tuple[Any, Any]]:
    """The fields that were read otherwise than written: (written, read)."""
    assert reading.form is not None
    written, read = folded(form.to_json()), folded(reading.form.to_json())
    return {name: (value, read[name]) for name, value in written.items() if value != read[name]}


def reread(text: str) -> Reading:
    return read_text(text, EDITIONS)


def filled(form: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every field that is not blank; a contact is two, a date and a note."""
    for name, value in form.items():
        if name == "contacts":
            for contact in value:
                for part in ("on", "note"):
                    if contact[part]:
                        yield f"{name}.{contact['number']}.{part}", folded(contact[part])
        elif value not in (None, []):
            yield name, folded(value)


def ticks(form: dict[str, Any]) -> set[str]:
    chosen = {f"{name}:{code}" for name in LIST_FIELDS for code in form[name]}
    single = {f"{name}:{form[name]}" for name in ("outcome", "serves_other_plans", "protocol_required")}
    return chosen | {tick for tick in single if not tick.endswith(":None")}
