"""What happened to a case, in order."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class CaseEvent(models.Model):
    """Append-only: a trigger refuses UPDATE and DELETE. `kind` names what happened, `data` its facts.

    `tells` is the person who must learn of it (a new assignment, a returned decision), never its own actor.
    """

    class Kind(models.TextChoices):
        CREATED = "created", "Processo criado"
        SAVE_REJECTED = "save_rejected", "Alteração recusada"
        STATE_CHANGED = "state_changed", "Situação alterada"
        CONTACT_ADDED = "contact_added", "Contato registrado"
        CONTACT_VOIDED = "contact_voided", "Contato anulado"
        ATTACHMENT_ADDED = "attachment_added", "Anexo incluído"
        ATTACHMENT_VOIDED = "attachment_voided", "Anexo anulado"
        ATTACHMENT_RESTORED = "attachment_restored", "Anulação do anexo desfeita"
        PROTOCOL_ADDED = "protocol_added", "Protocolo aberto"
        PROVIDER_LINKED = "provider_linked", "Prestador vinculado"
        DENTISTS_CHANGED = "dentists_changed", "Dentistas do processo alterados"
        REASSIGNED = "reassigned", "Consultor alterado"
        SIBLING_LINKED = "sibling_linked", "Processo irmão vinculado"
        PRINTED = "printed", "Formulário impresso"
        CONTACT_RESTORED = "contact_restored", "Anulação do contato desfeita"
        NEXT_CONTACT_SET = "next_contact_set", "Próximo contato marcado"
        CONVERSATION_ADDED = "conversation_added", "Conversa do WhatsApp importada"
        MERGED = "merged", "Processo unido"
        UNMERGED = "unmerged", "União desfeita"
        PAPER_RETURNED = "paper_returned", "Papel devolvido"
        SECTOR_TASK = "sector_task", "Tarefa de setor"
        DUTY = "duty", "Providência"
        PROTOCOL_REQUEST = "protocol_request", "Pedido de protocolo"
        DOCUMENT = "document", "Documento emitido"
        LEGAL_CLOCK = "legal_clock", "Prazo legal"
        REGISTRY_COMPARED = "registry_compared", "Comparado com o cadastro"

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="events")
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=150)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    data = models.JSONField(default=dict)
    tells = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["case", "-id"], name="events_of_case"),
            models.Index(
                fields=["case", "-id"],
                condition=models.Q(kind="state_changed"),
                name="state_changes_of_case",
            ),
            models.Index(
                fields=["tells", "-id"], condition=models.Q(tells__isnull=False), name="events_that_tell"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"
