"""Why a feed is not read. The registry stands as it was."""

from __future__ import annotations

from collections.abc import Sequence

from vinculo.kernel.refusal import Refusal


class UnableToReadMapping(Refusal):
    """The mapping has mistakes; `mistakes` are all of them, a sentence each."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__(
            "O mapeamento tem erros; nada foi lido. Corrija e envie de novo:\n"
            + "\n".join(f"- {mistake}" for mistake in self.mistakes)
        )


class UnableToReadFeed(Refusal):
    """A file or a server's answer cannot be read as a whole."""
