"""What the room tells the rooms after it."""

from __future__ import annotations

from django.dispatch import Signal

registry_fed = Signal()
"""Sent on commit, with `operator_id`, `run_id` and `now`, after a run was applied or undone."""
