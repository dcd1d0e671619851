"""Why a document could not be signed: a code, and a sentence that says what to do."""

from __future__ import annotations


class SigningFailed(Exception):
    """`sentence` tells people what is wrong and what to do; it never holds a password."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
