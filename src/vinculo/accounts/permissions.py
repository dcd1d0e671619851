"""What each role may do. One table; pages, commands and actions ask it, none keeps rules of its own."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.db import models


class Role(models.TextChoices):
    """The six roles of the product."""

    CONSULTANT = "consultant", "Consultor de relacionamento"
    SUPERVISOR = "supervisor", "Supervisor"
    SECTOR_MEMBER = "sector_member", "Membro de setor"
    NETWORK_MANAGER = "network_manager", "Gestor de rede"
    DATA_PROTECTION_OFFICER = "data_protection_officer", "Encarregado de dados"
    ADMINISTRATOR = "administrator", "Administrador"


class Permission(StrEnum):
    """What can be allowed. Named area.verb."""

    CASES_SEE = "cases.see"
    CASES_WORK = "cases.work"
    CASES_SIGN = "cases.sign"
    CASES_REOPEN = "cases.reopen"
    CASES_REASSIGN = "cases.reassign"
    FORMS_IMPORT = "forms.import"
    TASKS_ANSWER = "tasks.answer"
    PROTOCOLS_SEND = "protocols.send"
    REGISTRY_SEE = "registry.see"
    REGISTRY_EDIT = "registry.edit"
    REGISTRY_SYNC = "registry.sync"
    EDITIONS_EDIT = "editions.edit"
    DESK_EDIT = "desk.edit"
    USERS_EDIT = "users.edit"
    OPERATORS_EDIT = "operators.edit"
    PERSONAL_DATA_SEE = "personal_data.see"
    AUDIT_SEE = "audit.see"


_CONSULTANT = frozenset(
    {
        Permission.CASES_SEE,
        Permission.CASES_WORK,
        Permission.FORMS_IMPORT,
        Permission.PROTOCOLS_SEND,
        Permission.REGISTRY_SEE,
        Permission.REGISTRY_EDIT,
        Permission.PERSONAL_DATA_SEE,
    }
)

ROLE_PERMISSIONS: Mapping[str, frozenset[Permission]] = {
    Role.CONSULTANT: _CONSULTANT,
    Role.SUPERVISOR: _CONSULTANT
    | {
        Permission.CASES_SIGN,
        Permission.CASES_REOPEN,
        Permission.CASES_REASSIGN,
        Permission.AUDIT_SEE,
        Permission.DESK_EDIT,
    },
    Role.SECTOR_MEMBER: frozenset({Permission.TASKS_ANSWER}),
    Role.NETWORK_MANAGER: frozenset(
        {
            Permission.CASES_SEE,
            Permission.PROTOCOLS_SEND,
            Permission.REGISTRY_SEE,
            Permission.REGISTRY_EDIT,
            Permission.REGISTRY_SYNC,
            Permission.EDITIONS_EDIT,
            Permission.DESK_EDIT,
        }
    ),
    Role.DATA_PROTECTION_OFFICER: frozenset(
        {
            Permission.CASES_SEE,
            Permission.REGISTRY_SEE,
            Permission.PERSONAL_DATA_SEE,
            Permission.AUDIT_SEE,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.USERS_EDIT,
            Permission.OPERATORS_EDIT,
            Permission.REGISTRY_SYNC,
            Permission.EDITIONS_EDIT,
            Permission.DESK_EDIT,
            Permission.AUDIT_SEE,
        }
    ),
}
