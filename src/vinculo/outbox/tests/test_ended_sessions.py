from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app

from vinculo.outbox.tasks import forget_sessions


@pytest.mark.django_db
def test_ended_sessions_are_deleted_with_what_was_searched_in_them() -> None:
    ended, living = SessionStore(), SessionStore()
    for store in (ended, living):
        store["private_searches"] = {"k": ["q", "898.412"]}
        store.save()
    yesterday = timezone.now() - dt.timedelta(days=1)
    Session.objects.filter(pk=ended.session_key).update(expire_date=yesterday)
    forget_sessions(0)
    assert [session.pk for session in Session.objects.all()] == [living.session_key]


def test_it_happens_every_hour() -> None:
    registered = app.periodic_registry.periodic_tasks.values()
    crons = {periodic.task.name: periodic.cron for periodic in registered}
    assert crons["outbox.forget_sessions"].split()[1:] == ["*"] * 4
