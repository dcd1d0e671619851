"""Who works in the demonstration: three operators and their users. Light: `vinculo run` lists the users."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "demo-vinculo-2026"  # noqa: S105 - shown on the screen of whoever starts the demonstration
DOMAIN = "demo.example"

CONSULTANT = "consultant"
SUPERVISOR = "supervisor"
SECTOR_MEMBER = "sector_member"
NETWORK_MANAGER = "network_manager"
DATA_PROTECTION_OFFICER = "data_protection_officer"
ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class DemoOperator:
    """`share`: its part of all cases and providers."""

    code: str
    name: str
    ans_registration: str
    share: float


@dataclass(frozen=True, slots=True)
class Grant:
    """A role at an operator, by its code; `sector` is a code of the form's list."""

    operator: str
    role: str
    sector: str = ""


@dataclass(frozen=True, slots=True)
class DemoUser:
    """`role` is what the list of users shows; `ufs` the states that a consultant looks after."""

    key: str
    name: str
    role: str
    grants: tuple[Grant, ...]
    ufs: frozenset[str] = frozenset()

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"

    @property
    def password(self) -> str:
        return PASSWORD

    def may(self, role: str, operator: str) -> bool:
        return any(grant.operator == operator and grant.role == role for grant in self.grants)


MAIN, SISTER, THIRD = "ODL", "SPL", "DAU"

OPERATORS = (
    DemoOperator(MAIN, "ODONTOLIFE", "999101", 0.72),
    DemoOperator(SISTER, "SORRISO PLENO", "999102", 0.21),
    DemoOperator(THIRD, "DENTAL AURORA", "999103", 0.07),
)
"""The second is the first one's sister: one user works at both, and some requests name both."""


def _one(operator: str, role: str, sector: str = "") -> tuple[Grant, ...]:
    return (Grant(operator, role, sector),)


DEMO_USERS: tuple[DemoUser, ...] = (
    DemoUser(
        "ana", "Ana Paula Camargo", "Consultora · ODONTOLIFE", _one(MAIN, CONSULTANT), frozenset({"SP"})
    ),
    DemoUser(
        "bruno",
        "Bruno Tavares Leão",
        "Consultor · ODONTOLIFE",
        _one(MAIN, CONSULTANT),
        frozenset({"AL", "BA", "CE", "PE", "SE"}),
    ),
    DemoUser(
        "carla",
        "Carla Schneider",
        "Consultora · ODONTOLIFE",
        _one(MAIN, CONSULTANT),
        frozenset({"MG", "PR", "RJ", "RS", "SC"}),
    ),
    DemoUser(
        "diego",
        "Diego Fagundes Monteiro",
        "Consultor · ODONTOLIFE e SORRISO PLENO",
        (Grant(MAIN, CONSULTANT), Grant(SISTER, CONSULTANT)),
        frozenset({"DF", "ES", "GO", "MT"}),
    ),
    DemoUser("helena", "Helena Corrêa de Castro", "Supervisora · ODONTOLIFE", _one(MAIN, SUPERVISOR)),
    DemoUser(
        "livia",
        "Lívia Nakamura",
        "Consultora · SORRISO PLENO",
        _one(SISTER, CONSULTANT),
        frozenset({"SP", "AL", "BA", "CE", "PE", "SE", "MG", "PR", "RJ", "RS", "SC"}),
    ),
    DemoUser("paulo", "Paulo Mendonça", "Supervisor · SORRISO PLENO", _one(SISTER, SUPERVISOR)),
    DemoUser("rafael", "Rafael Nóbrega", "Setor T.I. · ODONTOLIFE", _one(MAIN, SECTOR_MEMBER, "it")),
    DemoUser(
        "vanessa",
        "Vanessa Azevedo Reis",
        "Setor Análise técnica · ODONTOLIFE",
        _one(MAIN, SECTOR_MEMBER, "technical_review"),
    ),
    DemoUser(
        "marina",
        "Marina de Queiroz",
        "Gestora de rede · ODONTOLIFE e SORRISO PLENO",
        (Grant(MAIN, NETWORK_MANAGER), Grant(SISTER, NETWORK_MANAGER)),
    ),
    DemoUser(
        "otavio",
        "Otávio Pimentel",
        "Encarregado de dados · ODONTOLIFE e SORRISO PLENO",
        (Grant(MAIN, DATA_PROTECTION_OFFICER), Grant(SISTER, DATA_PROTECTION_OFFICER)),
    ),
    DemoUser(
        "sonia",
        "Sônia Ferraz",
        "Administradora · ODONTOLIFE e SORRISO PLENO",
        (Grant(MAIN, ADMINISTRATOR), Grant(SISTER, ADMINISTRATOR)),
    ),
    DemoUser(
        "gustavo",
        "Gustavo Dornelles",
        "Consultor · DENTAL AURORA",
        _one(THIRD, CONSULTANT),
        frozenset({"MG", "PR", "RJ", "RS", "SC", "SP"}),
    ),
    DemoUser(
        "tatiana",
        "Tatiana Vasconcelos",
        "Supervisora e administradora · DENTAL AURORA",
        (Grant(THIRD, SUPERVISOR), Grant(THIRD, ADMINISTRATOR)),
    ),
)

FORMER_STAFF = ("Juliana Prado", "Márcia Rezende Lobo", "Wagner Bittencourt")
"""Who filled and signed forms before the product was there."""


def user(key: str) -> DemoUser:
    return next(each for each in DEMO_USERS if each.key == key)


def supervisor_of(operator: str) -> DemoUser:
    return next(each for each in DEMO_USERS if each.may(SUPERVISOR, operator))


def consultants_of(operator: str) -> tuple[DemoUser, ...]:
    return tuple(each for each in DEMO_USERS if each.may(CONSULTANT, operator))


def consultant_for(operator: str, uf: str) -> DemoUser:
    """Who looks after a state at an operator; the first consultant where nobody does."""
    people = consultants_of(operator)
    return next((each for each in people if uf in each.ufs), people[0])
