"""The closed lists of the legal clock: how it stands, where notice is given, why it may be given late."""

from __future__ import annotations

from django.db import models


class ClockState(models.TextChoices):
    RUNNING = "running", "Em curso"
    WITHDRAWING = "withdrawing", "A desfazer"
    ENDED = "ended", "Encerrado"


class Medium(models.TextChoices):
    """Where beneficiaries are noticed."""

    PORTAL = "portal", "Portal"
    CALL_CENTRE = "call_centre", "Central de atendimento"


class ShortNotice(models.TextChoices):
    """Why a provider may leave before the days of notice have passed."""

    DEATH = "death", "Falecimento do profissional"
    CLOSED = "closed", "Encerramento das atividades sem aviso"
    BARRED = "barred", "Interdição ou perda do registro no conselho"
    OTHER = "other", "Outro motivo"


class Step(models.TextChoices):
    """What somebody has to do; the labels say it."""

    PORTAL = "portal", "Publicar o aviso no portal"
    CALL_CENTRE = "call_centre", "Avisar a central de atendimento"
    SUBSTITUTE = "substitute", "Indicar o substituto, ou por que não há"
    PORTAL_EVIDENCE = "portal_evidence", "Anexar o comprovante do portal"
    CALL_CENTRE_EVIDENCE = "call_evidence", "Anexar o comprovante da central"
    MOVE_DATE = "move_date", "Adiar a data da saída, ou registrar a exceção"
    CORRECT_PORTAL = "correct_portal", "Corrigir o aviso do portal"
    CORRECT_CALL_CENTRE = "correct_call", "Corrigir a orientação da central"
    WITHDRAW_PORTAL = "withdraw_portal", "Retirar o aviso do portal"
    WITHDRAW_CALL_CENTRE = "withdraw_call", "Desfazer a orientação da central"
