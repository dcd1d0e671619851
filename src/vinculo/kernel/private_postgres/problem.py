"""Why there is no server, said to the person who started the product."""

from __future__ import annotations


class ServerProblem(Exception):
    """The message is a Portuguese sentence that says what to do."""
