"""Numbers with right check digits, another one for each provider: by lot, some would come twice."""

from __future__ import annotations


def cnpj_of(provider_id: int) -> str:
    body = f"{10_000_000 + provider_id * 257 % 89_000_000}0001"
    for _ in range(2):
        weighted = sum((2 + place % 8) * int(char) for place, char in enumerate(reversed(body)))
        body += str(-weighted % 11 % 10)
    return body


def cpf_of(provider_id: int) -> str:
    body = str(100_000_000 + provider_id * 65_537 % 800_000_000)
    for _ in range(2):
        weighted = sum(weight * int(digit) for weight, digit in enumerate(reversed(body), start=2))
        body += str(-weighted % 11 % 10)
    return body
