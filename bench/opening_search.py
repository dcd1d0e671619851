"""How long the search takes with which a case is opened: `python -m bench.opening_search [providers]`.

In the database that `bench.registry` leaves behind, by default of 300,000 providers and 400,000 dentists. For
each way to ask (a number of the provider, one of its dentists or people, a name whole, begun, in part or
misspelt) forty requests, each about another provider; prints the median and p95 of what the server takes.
Forty about others come before them, since servers have mostly been up for a while.
"""

# Django is set up on the database that is measured, and only then imported.

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from bench.desk_measure import measured, plan_of
from bench.registry import HOME, USUAL_SIZE

from vinculo.kernel.private_postgres import cluster_in, running

WANTED = 60.0
ASKED = 40
Say = Callable[[Any, Random], str]


def main(size: int) -> int:
    cluster = cluster_in(HOME / f"registry-{size}" / "postgres")
    os.environ["DATABASE_URL"] = cluster.dsn()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vinculo.config.settings_test")
    with running(cluster):
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import transaction

        call_command("migrate", verbosity=0)
        _learn_words()
        with transaction.atomic():
            slowest = max(_measure(name, size, say) for name, say in _ways().items())
            transaction.set_rollback(True)
    print(f"the slowest way: {slowest:.0f} ms (p95); wanted {WANTED:.0f}")
    return int(slowest > WANTED)


def _learn_words() -> None:
    """As a worker does after each feed."""
    from django.utils import timezone

    from vinculo.accounts.models import Operator
    from vinculo.network.models import RegistryWord
    from vinculo.network.vocabulary import LEARN_KIND, relearn_words
    from vinculo.outbox.models import OutboxRow

    began = time.perf_counter()
    row = OutboxRow(kind=LEARN_KIND, payload={"operator": Operator.objects.get().pk})
    relearn_words(row, timezone.now())
    print(f"{RegistryWord.objects.count():,} words learned in {time.perf_counter() - began:.1f} s")


def _ways() -> dict[str, Say]:
    def of_dentist(field: str) -> Say:
        return lambda provider, _: str(getattr(_dentist(provider), field))

    return {
        "CNPJ or CPF": lambda provider, _: provider.cnpj or provider.cpf,
        "CRO": of_dentist("cro_number"),
        "CRO with its state": lambda provider, _: "CRO-{0.cro_uf} {0.cro_number}".format(_dentist(provider)),
        "CPF of a dentist": of_dentist("cpf"),
        "telephone": lambda provider, _: provider.contact_persons.exclude(phones=[]).first().phones[0],
        "name of the provider": lambda provider, _: provider.name,
        "name of a dentist": of_dentist("name"),
        "beginning of a name": lambda provider, rng: provider.name[: rng.randint(3, 8)],
        "a word and the beginning of another": _words_in_part,
        "misspelt name": _misspelt,
        "a letter left out": _shortened,
        "name that nobody has": lambda _, rng: f"Zoroastro {rng.choice('ABCDE')}xtrempfel",
    }


def _dentist(provider: Any) -> Any:
    return provider.affiliations.first().dentist


def _words_in_part(provider: Any, rng: Random) -> str:
    words = provider.name.split()
    return f"{words[-1]} {words[0][: rng.randint(2, 4)]}"


def _misspelt(provider: Any, rng: Random) -> str:
    """Two letters of the longest word in the wrong order."""
    words = provider.name.split()
    longest = max(words, key=len)
    at = rng.randrange(1, len(longest) - 2)
    slip = longest[:at] + longest[at + 1] + longest[at] + longest[at + 2 :]
    return " ".join(slip if word is longest else word for word in words)


def _shortened(provider: Any, rng: Random) -> str:
    words = provider.name.split()
    longest = max(words, key=len)
    at = rng.randrange(1, len(longest) - 1)
    return " ".join(longest[:at] + longest[at + 1 :] if word is longest else word for word in words)


def _measure(name: str, size: int, say: Say) -> float:
    from django.test import Client
    from django.urls import reverse

    from vinculo.network.models import Provider

    rng = Random(17)
    client = Client()
    client.force_login(_consultant())
    some = Provider.objects.filter(
        contact_persons__phones__len__gt=0,
        affiliations__isnull=False,
        pk__in=rng.sample(range(1, size), 4000),
    )
    texts: Sequence[str] = [say(provider, rng) for provider in some.distinct()[: 2 * ASKED]]
    headers = {"HX-Request": "true", "HX-Trigger-Name": "q"}

    def ask(text: str) -> Callable[[], Any]:
        return lambda: client.post(reverse("case-new"), {"q": text, "search": "1"}, headers=headers)

    for text in texts[ASKED:]:
        ask(text)()
    asks = [ask(text) for text in texts[:ASKED]]
    figures = measured(asks)
    print(f"{name:36} {figures['p50']:7.1f} {figures['p95']:7.1f} ms (p50, p95)", flush=True)
    if figures["p95"] > WANTED:
        print(plan_of(asks[0]))
    return figures["p95"]


def _consultant() -> Any:
    from vinculo.accounts.models import Membership, Operator, User
    from vinculo.accounts.permissions import Role

    user, _ = User.objects.get_or_create(email="consultora@odl.example", defaults={"name": "Consultora"})
    Membership.objects.get_or_create(user=user, operator=Operator.objects.get(), role=Role.CONSULTANT)
    return user


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else USUAL_SIZE))
