"""From what was posted to the change of an edition that it asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.core.exceptions import BadRequest

from vinculo.cases.edition_changes import (
    AddOption,
    EditionChange,
    HideOption,
    MoveField,
    MoveOption,
    RenameLabel,
    RenameOption,
    RetireOption,
    SetWordings,
)
from vinculo.paper.catalogue import Option, OptionList
from vinculo.paper.editions import Edition

Posted = Mapping[str, str]


def change_from(post: Posted, earlier: Edition | None) -> EditionChange:
    """`earlier` is the edition before, from which an option may be brought back.

    Raises:
        BadRequest: no form of ours posts that.
    """
    try:
        return _CHANGES[post.get("change", "")](post, earlier)
    except (KeyError, ValueError):
        raise BadRequest("unknown change of an edition") from None


def told_after(change: EditionChange) -> str:
    """What the page says when it is done."""
    return _TOLD[change.told()["change"]]


def _which(post: Posted) -> OptionList:
    return OptionList(post["list"])


def _add(post: Posted, earlier: Edition | None) -> EditionChange:
    return AddOption(_which(post), post["label"], requires_note="requires_note" in post)


def _restore(post: Posted, earlier: Edition | None) -> EditionChange:
    option: Option | None = earlier.option(_which(post), post["code"]) if earlier else None
    if option is None:
        raise KeyError(post["code"])
    return AddOption(_which(post), option.label, option.requires_note, option.code, option.seen)


_CHANGES: Mapping[str, Callable[[Posted, Edition | None], EditionChange]] = {
    "hide": lambda post, _: HideOption(_which(post), post["code"], hidden=True),
    "show": lambda post, _: HideOption(_which(post), post["code"], hidden=False),
    "wordings": lambda post, _: SetWordings(_which(post), post["code"], post["wordings"].splitlines()),
    "add": _add,
    "restore": _restore,
    "rename": lambda post, _: RenameOption(_which(post), post["code"], post["label"]),
    "retire": lambda post, _: RetireOption(_which(post), post["code"]),
    "move": lambda post, _: MoveOption(_which(post), post["code"], _step(post)),
    "label": lambda post, _: RenameLabel(post["field"], post["label"]),
    "move_field": lambda post, _: MoveField(post["field"], _step(post)),
}

_TOLD: Mapping[str, str] = {
    "hide": "Opção ocultada: não é mais oferecida, e o que já foi marcado fica.",
    "show": "Opção oferecida de novo.",
    "wordings": "Escritas salvas.",
    "add": "Opção acrescentada.",
    "rename": "Opção renomeada. A escrita anterior continua sendo lida.",
    "retire": "Opção retirada desta edição. Ela está no fim da lista, caso queira trazê-la de volta.",
    "move": "Ordem alterada.",
    "label": "Rótulo salvo.",
    "move_field": "Ordem alterada.",
}


def _step(post: Posted) -> int:
    return {"-1": -1, "1": 1}[post["by"]]
