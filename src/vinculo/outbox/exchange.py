"""What a handler asks another system in one try, and what that answers."""

from __future__ import annotations

MOST_KEPT = 4_000
"""Characters of the requests of one try, and of its answers."""


class Exchange:
    """Notes of a handler: `row.exchange.asked(…)` before a request goes out, then `row.exchange.answered(…)`.

    A try may ask several times. What other systems send is text of any kind: what the database does not take
    is replaced, and what is too long is cut.
    """

    def __init__(self) -> None:
        self.request = ""
        self.answer = ""
        self.has_answer = False
        """That the other system answered, whatever it said: it is not down."""

    def asked(self, text: str) -> None:
        self.request = _kept(self.request, text)

    def answered(self, text: str) -> None:
        self.answer = _kept(self.answer, text)
        self.has_answer = True


def _kept(before: str, text: str) -> str:
    clean = text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    whole = f"{before}\n\n{clean}" if before else clean
    return whole if len(whole) <= MOST_KEPT else whole[: MOST_KEPT - 1] + "…"
