"""What each divergence says, in one sentence: the two things that cannot both be true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vinculo.kernel.dates import format_date
from vinculo.network.models import Dentist, Provider
from vinculo.reconciliation.models import Divergence
from vinculo.web.templatetags.vinculo_format import working_days

from .fields import FIELD_WORDS

Kind = Divergence.Kind


@dataclass(frozen=True)
class QueueWords:
    """`hint` says what the kind is about, `done` what it means that there are none."""

    title: str
    hint: str
    done: str


QUEUE_WORDS: Mapping[str, QueueWords] = {
    Kind.INACTIVE_UNSIGNED: QueueWords(
        "Inativo sem desligamento",
        "O cadastro diz inativo e nenhum processo tem desligamento assinado. "
        "Abra o processo com o que já se sabe, ou diga por que não é preciso.",
        "Nenhum inativo sem desligamento a resolver.",
    ),
    Kind.STILL_ACTIVE: QueueWords(
        "Desligado, ainda no cadastro",
        "O desligamento foi assinado e o prazo em dias úteis passou, mas o prestador, ou o dentista que saiu "
        "dele, continua no cadastro. Peça a inativação ou a retirada no sistema da operadora.",
        "Nenhum desligamento assinado à espera do cadastro.",
    ),
    Kind.PRODUCTION_AFTER: QueueWords(
        "Produção depois do desligamento",
        "Houve produção depois do desligamento e do aviso prévio. Confira o que está sendo pago, e a quem.",
        "Nenhuma produção depois do desligamento a conferir.",
    ),
    Kind.TECHNICAL_MANAGER_CHANGED: QueueWords(
        "RT trocado durante o processo",
        "O responsável técnico mudou depois que o processo foi aberto. "
        "Confira em nome de quem o desligamento foi pedido.",
        "Nenhuma troca de RT a conferir.",
    ),
    Kind.SEVERAL_OPEN: QueueWords(
        "Vários processos abertos",
        "O mesmo prestador tem mais de um processo em aberto. Una os que são o mesmo caso.",
        "Nenhum prestador com vários processos abertos a resolver.",
    ),
    Kind.UNKNOWN_CRO: QueueWords(
        "CRO que o cadastro não tem",
        "O processo cita um CRO que não está no cadastro da operadora. "
        "Corrija o número, vincule o prestador certo ou inclua o dentista.",
        "Nenhum CRO fora do cadastro a resolver.",
    ),
    Kind.HEAD_DIFFERS: QueueWords(
        "Cabeçalho diferente do cadastro",
        "Depois que o processo foi aberto, o cadastro mudou. Decida campo a campo qual dos dois vale.",
        "Nenhum cabeçalho a conferir.",
    ),
}

STATUS_WORDS: Mapping[str, str] = {**dict(Provider.Status.choices)}


@dataclass(frozen=True)
class Named:
    """What a sentence names beyond its facts.

    `number` is the case's; `due` the day of the business days; `is_linked`: the case says that it is about
    this provider, and does not only name its number.
    """

    number: str = ""
    due: dt.date | None = None
    is_linked: bool = True
    dentists: Mapping[int, Dentist] | None = None

    @property
    def case(self) -> str:
        return (
            self.number.replace("Rascunho", "rascunho")
            if "Rascunho" in self.number
            else f"processo {self.number}"
        )

    def dentist(self, dentist_id: int | None) -> str:
        found = (self.dentists or {}).get(dentist_id or 0)
        return f"{found.name} ({found.cro})" if found else "um dentista que já não está no cadastro"


def sentence_of(divergence: Divergence, named: Named) -> str:
    said = _SENTENCES[divergence.kind](divergence.facts, named)
    if named.is_linked:
        return said
    return f"{said} O {named.case} traz o mesmo CNPJ ou CPF, mas não está vinculado a este prestador."


def _inactive(facts: Mapping[str, str], named: Named) -> str:
    return f"Consta no cadastro como inativo desde {_day(facts['since'])}, mas não há desligamento assinado."


def _still_active(facts: Mapping[str, Any], named: Named) -> str:
    overdue = (
        f"; o prazo de {working_days(int(facts['days']))} terminou em {format_date(named.due)}"
        if named.due
        else ""
    )
    out = f", com saída em {_day(facts['leaves_on'])}" if "leaves_on" in facts else ""
    if "dentists" in facts:
        return _still_tied(facts, named, out, overdue)
    status = STATUS_WORDS.get(facts["status"], facts["status"]).lower()
    return (
        f"Tem desligamento assinado em {_day(facts['left_on'])}{out}, mas continua {status} no "
        f"cadastro{overdue}."
    )


def _still_tied(facts: Mapping[str, Any], named: Named, out: str, overdue: str) -> str:
    people = [named.dentist(dentist_id) for dentist_id in facts["dentists"]]
    day = _day(facts["left_on"])
    if len(people) == 1:
        return (
            f"{people[0]} tem desligamento assinado em {day}{out}, mas continua entre os dentistas deste "
            f"prestador no cadastro{overdue}."
        )
    return (
        f"{listed(people)} têm desligamento assinado, o primeiro em {day}{out}, mas continuam entre os "
        f"dentistas deste prestador no cadastro{overdue}."
    )


def left_registry_on(facts: Mapping[str, str]) -> dt.date:
    """The day from which a termination takes the provider out of the registry."""
    left_on = dt.date.fromisoformat(facts["left_on"])
    return max(left_on, dt.date.fromisoformat(facts["leaves_on"])) if "leaves_on" in facts else left_on


def _production(facts: Mapping[str, str], named: Named) -> str:
    days = int(facts["notice"])
    after = ", depois do dia de aviso" if days == 1 else f", depois dos {days} dias de aviso" if days else ""
    return f"Foi desligado em {_day(facts['left_on'])}, mas produziu em {_day(facts['produced_on'])}{after}."


def _technical_manager(facts: Mapping[str, int], named: Named) -> str:
    before, when = named.dentist(facts["before"]), _day(str(facts["changed_on"]))
    if not facts["before"]:
        return (
            f"{named.dentist(facts['after'])} passou a ser RT em {when}, com o {named.case} em aberto; "
            "na abertura não havia RT."
        )
    if not facts["after"]:
        return f"{before} deixou de ser RT em {when}, sem substituto, com o {named.case} em aberto."
    return (
        f"O RT passou de {before} para {named.dentist(facts['after'])} em {when}, "
        f"com o {named.case} em aberto."
    )


def _several(facts: Mapping[str, int], named: Named) -> str:
    return f"Tem {facts['count']} processos em aberto ao mesmo tempo."


def _unknown_cro(facts: Mapping[str, Sequence[str]], named: Named) -> str:
    cros = [f"CRO-{told.replace(' ', ' ', 1)}" for told in facts["cros"]]
    what = f"o {cros[0]}" if len(cros) == 1 else f"os {listed(cros)}"
    return f"O {named.case} cita {what}, que o cadastro não tem."


def _head(facts: Mapping[str, Sequence[str]], named: Named) -> str:
    fields = listed([FIELD_WORDS.get(name, name) for name in facts["fields"]])
    return f"O cadastro mudou depois da abertura do {named.case}: {fields}."


_SENTENCES: Mapping[str, Callable[..., str]] = {
    Kind.INACTIVE_UNSIGNED: _inactive,
    Kind.STILL_ACTIVE: _still_active,
    Kind.PRODUCTION_AFTER: _production,
    Kind.TECHNICAL_MANAGER_CHANGED: _technical_manager,
    Kind.SEVERAL_OPEN: _several,
    Kind.UNKNOWN_CRO: _unknown_cro,
    Kind.HEAD_DIFFERS: _head,
}


def age_words(since: dt.date, today: dt.date) -> str:
    days = (today - since).days
    if days <= 0:
        return "de hoje"
    return "de ontem" if days == 1 else f"há {days} dias"


def since_words(divergence: Divergence, today: dt.date) -> str:
    """From when on it is so, and how long that is; of heads nobody knows more than when it was seen."""
    days = (today - divergence.since).days
    told = format_date(divergence.since)
    if divergence.kind == Kind.HEAD_DIFFERS:
        return f"vista em {told}, há {days} dias" if days > 1 else "vista ontem" if days else "vista hoje"
    return f"desde {told}, há {days} dias" if days > 1 else "desde ontem" if days else "desde hoje"


def _day(told: str) -> str:
    return format_date(dt.date.fromisoformat(told))


def listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} e {words[-1]}"
