"""Who opens the protocols of an operator: a later room knows, and the rules have to."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string


def has_protocol_system(operator_code: str) -> bool:
    """Whether they are opened without a sector's help."""
    opens: Callable[[str], bool] = import_string(settings.PROTOCOL_SYSTEM_OF)
    return opens(operator_code)
