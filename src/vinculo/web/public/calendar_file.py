"""A calendar as other programs read it (iCalendar, RFC 5545): whole days, of people no more than names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from icalendar import Calendar, Event

from vinculo.consequences.queries.calendar_dates import CalendarDate

from ..site.addresses import address_of

UNCONFIRMED = "Norma ainda não confirmada pelo jurídico."
READ_AGAIN = dt.timedelta(hours=6)


def calendar_file(dates: Sequence[CalendarDate], now: dt.datetime) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Vínculo//Prazos legais//PT")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Prazos legais · Vínculo")
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", READ_AGAIN, parameters={"value": "DURATION"})
    for date in dates:
        calendar.add_component(_event(date, now))
    return bytes(calendar.to_ical())


def _event(date: CalendarDate, now: dt.datetime) -> Event:
    event = Event()
    event.add("uid", f"{date.key}@vinculo")
    event.add("dtstamp", now.astimezone(dt.UTC))
    event.add("dtstart", date.on)
    event.add("dtend", date.on + dt.timedelta(days=1))
    event.add("summary", date.title)
    lines = [f"Processo {date.number}", "" if date.is_confirmed else UNCONFIRMED]
    event.add("description", "\n".join(line for line in lines if line))
    event.add("url", settings.SITE_URL + address_of("deadline-page", date.clock_id))
    event.add("transp", "TRANSPARENT")
    return event
