"""Invented people and numbers, for demo data and tests. Check digits are right; nobody is meant."""

from __future__ import annotations

import datetime as dt
from random import Random

from vinculo.kernel.identifiers import protocol_number

_FIRST_NAMES = (
    "Adriana", "Alice", "André", "Beatriz", "Bruno", "Camila", "Carla", "Cássia", "Davi", "Débora", "Eduardo",
    "Elisa", "Fábio", "Fernanda", "Flávia", "Gabriel", "Graziela", "Gustavo", "Helena", "Heitor", "Iara",
    "Isabela", "João", "José", "Júlia", "Larissa", "Letícia", "Lívia", "Lucas", "Luísa", "Marcela", "Márcio",
    "Mariana", "Mateus", "Natália", "Otávio", "Patrícia", "Paulo", "Priscila", "Rafael", "Renata", "Ricardo",
    "Rodrigo", "Sílvia", "Sônia", "Tatiana", "Thiago", "Vanessa", "Vinícius", "Vitória", "Yasmin",
)  # fmt: skip
_SURNAMES = (
    "Albuquerque", "de Almeida", "Alves", "do Amaral", "de Andrade", "Araújo", "Azevedo", "Barbosa",
    "Bragança", "Camargo", "Cardoso", "Carvalho", "de Castro", "da Conceição", "Corrêa", "da Costa",
    "D'Ávila", "Diniz", "Dornelles", "Fagundes", "Falcão", "Ferraz", "Fontenele", "de Freitas", "Gonçalves",
    "Guimarães", "Lacerda", "Leão", "Magalhães", "Medeiros", "Mendonça", "Monteiro", "Nakamura", "Nóbrega",
    "Nogueira", "Pacheco", "Peixoto", "Pimentel", "de Queiroz", "dos Reis", "Rezende", "da Rocha", "de Sá",
    "Saldanha", "Sampaio", "Schneider", "Tanaka", "Tavares", "Távora", "Teixeira", "Uchôa", "Vasconcelos",
    "Xavier", "Zanetti",
)  # fmt: skip
_CLINIC_PATTERNS = (
    "Clínica Odontológica {name}", "{name} Odontologia", "Centro Odontológico {name}", "Odonto {name}",
    "Instituto Odontológico {name}", "Consultório Odontológico {name}", "Espaço Odontológico {name}",
)  # fmt: skip
_CLINIC_NAMES = (
    "Alto da Serra", "Aroeira", "Bem-te-vi", "Boa Vista", "Dente-de-leão", "Ipê Amarelo", "Jacarandá",
    "Jardim das Acácias", "Luz do Sol", "Manacá", "Mar Aberto", "Nova Aurora", "Pedra Branca", "Primavera",
    "Quatro Estações", "Raiz Forte", "Riacho Doce", "Sorriso Claro", "Três Marias", "Vale Verde",
)  # fmt: skip
_COMPANY_FORMS = (" Ltda.", " Ltda.", " Ltda. ME", " S/S", "")
_ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def invented_cpf(rng: Random) -> str:
    """Eleven digits, the last two right."""
    digits = [rng.randrange(10) for _ in range(9)]
    while len(set(digits)) == 1:
        digits = [rng.randrange(10) for _ in range(9)]
    return cpf_with("".join(map(str, digits)))


def cpf_with(body: str) -> str:
    """The CPF that begins with these nine digits."""
    digits = [int(char) for char in body]
    for _ in range(2):
        weighted = sum(weight * digit for weight, digit in enumerate(reversed(digits), start=2))
        digits.append(-weighted % 11 % 10)
    return "".join(map(str, digits))


def invented_cnpj(rng: Random, alphanumeric: bool = False) -> str:
    """Fourteen characters, the last two right. Without letters it is a company's first establishment."""
    if alphanumeric:
        return cnpj_with(rng.choice(_ALPHANUMERIC[10:]) + "".join(rng.choices(_ALPHANUMERIC, k=11)))
    return cnpj_with(f"{rng.randrange(1_000_000, 100_000_000):08}0001")


def cnpj_with(body: str) -> str:
    """The CNPJ that begins with these twelve characters."""
    for _ in range(2):
        weighted = sum((2 + place % 8) * (ord(char) - 48) for place, char in enumerate(reversed(body)))
        body += str(-weighted % 11 % 10)
    return body


def invented_phone(rng: Random, area: str) -> str:
    """The digits of a mobile."""
    return f"{area}9{rng.randrange(6000, 10000)}{rng.randrange(10000):04}"


def invented_person_name(rng: Random) -> str:
    """A first name and one to three surnames."""
    return " ".join((rng.choice(_FIRST_NAMES), *rng.sample(_SURNAMES, rng.choice((1, 2, 2, 2, 3)))))


def invented_clinic_name(rng: Random) -> str:
    """A clinic's name, most with the form of a company."""
    return rng.choice(_CLINIC_PATTERNS).format(name=rng.choice(_CLINIC_NAMES)) + rng.choice(_COMPANY_FORMS)


def invented_protocol_number(moment: dt.datetime) -> str:
    """The number that the protocol system gives at `moment`."""
    return protocol_number.from_moment(moment)
