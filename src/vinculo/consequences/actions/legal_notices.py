"""Notice to the beneficiaries: given, corrected, proven, withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from vinculo.accounts.actor import Actor
from vinculo.cases.models import Attachment
from vinculo.kernel.rule import Moment, check_all

from ..clock_texts import text_for
from ..clock_words import ClockState, Medium
from ..legal_rules import NOTICE_RULES, NoticeToNote
from ..models import LegalClock, LegalNotice, NoticeEvidence
from ..refusals import UnableToWriteClock
from .clock_write import KEPT, ClockWrite, writing_clock

GIVEN, CORRECTED, PROVEN, WITHDRAWN = "notice_given", "notice_corrected", "notice_proven", "notice_withdrawn"


def note_notice(
    *,
    clock: LegalClock,
    medium: Medium,
    on: dt.date,
    actor: Actor,
    now: dt.datetime,
    attachment_ids: Sequence[int] = (),
) -> LegalNotice:
    """Notice was given there on that day, with the text as the templates have it now.

    A day that leaves too few days until the exit is kept all the same: it is a fact, and the clock then asks
    for a later date. Given again, the earlier day is corrected.

    Raises:
        NotPermitted: the clock is another operator's, or the actor does not work on cases there.
        UnableToWriteClock: the day has not come, nobody is named as substitute, an attachment is not the
            case's, or the clock does not run.
    """
    with writing_clock(clock=clock, actor=actor, now=now) as change:
        facts = NoticeToNote(change.facts(), medium, on, change.today)
        change.refuse_if_blocked(check_all(NOTICE_RULES, facts, Moment.DRAFT))
        files = _files(change, attachment_ids)
        notice = change.clock.notices.filter(medium=medium).first()
        notice = notice or LegalNotice(clock=change.clock, medium=medium)
        notice.on, notice.withdrawn_on, notice.corrected_on = on, None, None
        _say(change, notice)
        _prove(notice, files)
        change.finish(GIVEN, medium=medium, on=on.isoformat())
        return notice


def correct_notice(*, clock: LegalClock, medium: Medium, actor: Actor, now: dt.datetime) -> LegalNotice:
    """What is published there says today what stands now.

    Its days go on counting from the first notice, unless it had promised the provider for longer.

    Raises:
        NotPermitted: the clock is another operator's, or the actor does not work on cases there.
        UnableToWriteClock: no notice stands there, or the clock does not run.
    """
    with writing_clock(clock=clock, actor=actor, now=now) as change:
        notice = _standing(change, medium)
        if change.clock.effective_on < notice.said_effective_on:
            notice.on = change.today
        notice.corrected_on = change.today
        _say(change, notice)
        change.finish(CORRECTED, medium=medium, on=change.today.isoformat())
        return notice


def prove_notice(
    *, clock: LegalClock, medium: Medium, attachment_ids: Sequence[int], actor: Actor, now: dt.datetime
) -> LegalNotice:
    """Attachments of the case show that the notice was given.

    Raises:
        NotPermitted: the clock is another operator's, or the actor does not work on cases there.
        UnableToWriteClock: no notice stands there, no attachment is named or one is not the case's, or the
            clock does not run.
    """
    with writing_clock(clock=clock, actor=actor, now=now) as change:
        notice = _standing(change, medium)
        files = _files(change, attachment_ids)
        if not files:
            raise UnableToWriteClock(f"Escolha um anexo do processo ou envie um arquivo. {KEPT}")
        _prove(notice, files)
        change.finish(PROVEN, medium=medium)
        return notice


def withdraw_notice(*, clock: LegalClock, medium: Medium, actor: Actor, now: dt.datetime) -> LegalNotice:
    """After a reopening: what was published there is gone. The clock ends with the last of them.

    Raises:
        NotPermitted: the clock is another operator's, or the actor does not work on cases there.
        UnableToWriteClock: no notice stands there, or nothing is to be withdrawn.
    """
    with writing_clock(clock=clock, actor=actor, now=now, state=ClockState.WITHDRAWING) as change:
        notice = _standing(change, medium)
        notice.withdrawn_on = change.today
        notice.save(update_fields=["withdrawn_on"])
        if not change.clock.notices.filter(withdrawn_on=None).exists():
            change.clock.state, change.clock.ended_at = ClockState.ENDED, now
            change.clock.end_reason = "O processo foi reaberto, e os avisos foram desfeitos."
        change.finish(WITHDRAWN, medium=medium, on=change.today.isoformat())
        return notice


def _say(change: ClockWrite, notice: LegalNotice) -> None:
    """Keeps what it tells now, and who noted it."""
    clock, actor = change.clock, change.write.actor
    notice.said_effective_on, notice.said_substitute = clock.effective_on, clock.substitute
    notice.text = text_for(Medium(notice.medium), clock, change.rules)
    notice.noted_by, notice.noted_by_name, notice.noted_at = actor.user, actor.name, change.write.now
    notice.save()


def _standing(change: ClockWrite, medium: Medium) -> LegalNotice:
    notice = change.clock.notices.filter(medium=medium, withdrawn_on=None).first()
    if notice is None:
        raise UnableToWriteClock(f"{medium.label}: nenhum aviso registrado. {KEPT}")
    return notice


def _files(change: ClockWrite, attachment_ids: Sequence[int]) -> list[Attachment]:
    wanted = set(attachment_ids)
    rows = Attachment.objects.filter(case=change.write.case, voided_at=None, pk__in=wanted)
    found = list(rows.defer("text"))
    if len(found) < len(wanted):
        raise UnableToWriteClock(f"Um dos anexos não está mais no processo. Escolha de novo. {KEPT}")
    return found


def _prove(notice: LegalNotice, files: Sequence[Attachment]) -> None:
    for file in files:
        NoticeEvidence.objects.get_or_create(notice=notice, attachment=file)
