"""How fast forms are printed and read back, in time of one core: `python bench/bench_printing.py`.

No two forms are alike, so that nothing of a print is remembered from the one before.
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from random import Random

from vinculo.paper.editions import packaged_edition
from vinculo.paper.form import ContactEntry, RetentionForm
from vinculo.paper.printing import print_form
from vinculo.paper.reading.pdf import read_pdf

FORMS = 100
WANTED_PER_SECOND = 10
EDITIONS = [packaged_edition(1), packaged_edition(2)]
SENTENCES = (
    "Ligação feita às {n}h, quem atendeu foi a recepção e ninguém soube informar sobre a solicitação.",
    "Hoje a US paga é R$ 1,{n} e a clínica quer no mínimo R$ 2,{n}.",
    "Conversa registrada no ticket 79{n} do suporte.",
    "Clínica respondeu o e-mail de {n}/10/2025 dizendo que continua com problemas para gerar o token.",
    "Segue atendendo normalmente os {n} pacientes em tratamento.",
    "Mensagem enviada para a dentista 👍, visualizada às {n}h e não respondida.",
)


def form_of(random: Random) -> RetentionForm:
    """A typical form: all of the head, five contacts of some lines each."""

    def note(sentences: int) -> str:
        chosen = (random.choice(SENTENCES).format(n=random.randint(10, 28)) for _ in range(sentences))
        return random.choice((" ", " ", "\n")).join(chosen)

    day = dt.date(2025, 1, 1) + dt.timedelta(random.randint(0, 300))
    return RetentionForm(
        edition=random.choice((1, 2)),
        cro_count=1,
        staff_name=f"Consultora {random.randint(1, 99)}",
        filled_on=day,
        operator="ODONTOLIFE",
        cro=str(random.randint(10_000, 99_999)),
        cro_state="AL",
        dentist_name=f"Letícia Schneider da Estrela {random.randint(1, 999)}",
        joined_on=day,
        provider_type="PF",
        requested_by="Dentista",
        protocol_number=f"SAD{random.randint(10**11, 10**12)}",
        protocol_opened_on=day,
        city="Maceió",
        state="AL",
        lives=random.randint(1, 9999),
        published_cros=random.randint(1, 99),
        serves_other_plans=True,
        us_value=Decimal("1.44"),
        started_on=day,
        ended_on=day,
        duration_days=0,
        outcome="terminated",
        contacts=tuple(ContactEntry(number, day, note(random.randint(1, 5))) for number in range(1, 6)),
        actions=("new_fees", "support"),
        actions_note=note(1),
        termination_reasons=("fees", "claim_denials"),
        protocol_required=False,
        general_note=note(5),
        sectors=("commercial",),
        signed_by="Helena Carvalho Corrêa",
    )


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def report(what: str, took: list[float]) -> float:
    """Print one line; return the rate at the median."""
    median = statistics.median(took)
    slowest = sorted(took)[int(len(took) * 0.95)]
    print(
        f"{what}: median {median * 1000:.1f} ms, 95th percentile {slowest * 1000:.1f} ms, {1 / median:.1f}/s"
    )
    return 1 / median


def main() -> int:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    random = Random(7)
    forms = [form_of(random) for _ in range(FORMS)]
    first = seconds(lambda: print_form(form_of(random), edition=EDITIONS[0]))
    print(f"first print, with start of the compiler: {first * 1000:.0f} ms")
    printing: list[float] = []
    reading: list[float] = []
    for form in forms:
        start = time.process_time()
        pdf = print_form(form, edition=EDITIONS[form.edition - 1])
        printing.append(time.process_time() - start)
        start = time.process_time()
        if read_pdf(pdf, EDITIONS).form != form:
            sys.exit("a print did not read back as the form that it was made of")
        reading.append(time.process_time() - start)
    rate = report("printing, forms", printing)
    report("reading back, forms", reading)
    return 0 if rate >= WANTED_PER_SECOND else 1


if __name__ == "__main__":
    sys.exit(main())
