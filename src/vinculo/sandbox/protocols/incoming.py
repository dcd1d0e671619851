"""Requests of providers who want to leave: of those whom the core system of the same seed knows, and of some
whom it does not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from vinculo.kernel.dates import SAO_PAULO
from vinculo.kernel.identifiers import protocol_number
from vinculo.kernel.invented import invented_cnpj, invented_person_name

from ..chance import chance
from ..columns import COLUMNS, DENTISTS, PROVIDERS, Value, as_text
from ..invention import Invention, Size
from ..rows_told import RowsTold

DAYS_BACK = 10
STRANGER_EACH = 6
FIELDS = ("cnpj", "cpf", "cro", "uf_cro", "nome", "municipio", "uf", "texto")
_OPENS, _OPEN_SECONDS = dt.time(8), 10 * 3600
_STREAM = 100

_TEXTS_OF_CLINICS = (
    "Não temos mais interesse em manter o credenciamento. O valor da US está defasado e já não cobre os "
    "custos de material e laboratório. Pedimos o desligamento e a carta de confirmação.",
    "Venho por meio desta solicitar o desligamento da clínica. Os recursos de glosa dos últimos meses não "
    "foram respondidos. Favor entrar em contato para tratar dos pagamentos pendentes.",
    "Boa tarde! O sistema de autorização fica fora do ar quase todos os dias e a central não resolve. Se não "
    "houver solução, queremos o desligamento a partir de {day}.",
    "Estamos encerrando as atividades da clínica por falta de profissionais. O responsável técnico sai em "
    "{day}. Peço orientação sobre os pacientes em tratamento.",
)
_TEXTS_OF_DENTISTS = (
    "Bom dia. Solicito o meu desligamento da rede credenciada a partir de {day}, por motivo de mudança de "
    "cidade. Os tratamentos em andamento serão concluídos até lá. Aguardo confirmação.",
    "Gostaria de sair da rede. Vou me aposentar e encerrar o consultório em {day}. Preciso saber como ficam "
    "as guias já autorizadas.",
    "Solicito a retirada do meu nome da rede e do guia, pois passei a atender somente particular. O prazo "
    "é de 30 dias a contar de hoje, conforme o contrato.",
    "Peço reajuste da tabela. Não havendo possibilidade, favor considerar esta mensagem como pedido de "
    "desligamento, com o aviso prévio previsto em contrato.",
)


@dataclass(frozen=True, slots=True)
class IncomingRequest:
    number: str
    moment: dt.datetime
    fields: Mapping[str, str]


def invented_requests(count: int, seed: int, today: dt.date) -> list[IncomingRequest]:
    """The oldest first, from the days before `today`."""
    invention = Invention(Size(seed=seed, today=today))
    rows = RowsTold(invention)
    moments = _moments(count, seed, today)
    return [
        IncomingRequest(
            protocol_number.from_moment(moment), moment, _fields(invention, rows, place, seed, moment)
        )
        for place, moment in enumerate(moments)
    ]


def _moments(count: int, seed: int, today: dt.date) -> list[dt.datetime]:
    """In the hours in which somebody works; no two in one hundredth of a second."""
    found: set[dt.datetime] = set()
    for place in range(count):
        rng = Random(chance(seed, _STREAM, place))  # noqa: S311 - nothing here is a secret
        day = today - dt.timedelta(days=1 + (count - 1 - place) * DAYS_BACK // count)
        moment = dt.datetime.combine(day, _OPENS, tzinfo=SAO_PAULO).astimezone(dt.UTC)
        moment += dt.timedelta(milliseconds=10 * rng.randrange(100 * _OPEN_SECONDS))
        while moment in found:
            moment += dt.timedelta(milliseconds=10)
        found.add(moment)
    return sorted(found)


def _fields(
    invention: Invention, rows: RowsTold, place: int, seed: int, moment: dt.datetime
) -> dict[str, str]:
    rng = Random(chance(seed, _STREAM + 1, place))  # noqa: S311 - nothing here is a secret
    leaves_on = (moment + dt.timedelta(days=rng.randrange(30, 75))).astimezone(SAO_PAULO).date()
    told = dict.fromkeys(FIELDS, "") | _who(invention, rows, place, rng)
    texts = _TEXTS_OF_CLINICS if told["cnpj"] else _TEXTS_OF_DENTISTS
    return told | {"texto": rng.choice(texts).format(day=as_text(leaves_on))}


def _who(invention: Invention, rows: RowsTold, place: int, rng: Random) -> dict[str, str]:
    """A clinic gives its CNPJ; of the dentists some give their CPF, the others their CRO."""
    if place % STRANGER_EACH == STRANGER_EACH - 1:
        name = f"{invented_person_name(rng)} Odontologia Ltda."
        city = rng.choice(invention.cities)
        return {"cnpj": invented_cnpj(rng), "nome": name, "municipio": city.name, "uf": city.uf}
    provider = rng.randrange(invention.size.providers)
    row = _row(rows, PROVIDERS, provider)
    who = {"nome": row["razao_social"], "municipio": row["ds_municipio"], "uf": row["sg_uf"]}
    if row["nr_cnpj"]:
        return who | {"cnpj": row["nr_cnpj"]}
    if place % 2:
        return who | {"cpf": row["nr_cpf"]}
    dentist = _row(rows, DENTISTS, rows.places_of(DENTISTS, provider)[0])
    return who | {"cro": dentist["nr_cro"], "uf_cro": dentist["uf_cro"]}


def _row(rows: RowsTold, entity: str, place: int) -> dict[str, str]:
    values: tuple[Value, ...] = rows.row(entity, place)
    return {name: as_text(value) for name, value in zip(COLUMNS[entity], values, strict=True)}
