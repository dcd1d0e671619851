"""The mapping: the sample is right, and every mistake is told with its place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vinculo.network.feed.entities import Entity
from vinculo.network.feed.fields import FIELDS
from vinculo.network.feed.mapping_file import read_mapping, sample_mapping
from vinculo.network.feed.refusals import UnableToReadMapping

SMALL = """
[codes.status]
active = "A"
[providers]
file = "p.csv"
[providers.columns]
core_key = "COD"
kind = "TIPO"
name = ["NOME", "RAZAO"]
status = "SIT"
"""


def mistakes_of(text: str) -> str:
    with pytest.raises(UnableToReadMapping) as caught:
        read_mapping(text)
    return "\n".join(caught.value.mistakes)


def test_the_sample_tells_every_field_of_every_kind() -> None:
    mapping = read_mapping(sample_mapping())
    assert set(mapping.entities) == set(Entity)
    for entity, mapped in mapping.entities.items():
        assert list(mapped.columns) == [field.name for field in FIELDS[entity]]
    assert mapping.forms.codes["status"]["descredenciado"] == "inactive"
    assert mapping.forms.ends_on_is_last_day
    assert mapping.http is None


def test_what_the_sample_has_commented_out_is_right_as_well() -> None:
    text = sample_mapping()
    http = text[text.index("# [http]") :]
    mapping = read_mapping(text + re.sub(r"^# ?", "", http, flags=re.MULTILINE))
    assert mapping.http
    assert mapping.http.token_variable == "SIO_TOKEN"
    assert mapping.http.page_size == 500


def test_a_small_mapping_has_the_usual_forms() -> None:
    mapping = read_mapping("\ufeff" + SMALL)
    assert mapping.entities[Entity.PROVIDERS].columns["name"] == ("NOME", "RAZAO")
    assert not mapping.entities[Entity.PROVIDERS].is_whole
    assert mapping.deactivation_share == 0.05
    assert mapping.forms.codes["yes_or_no"]["nao"] == "no"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ("[providers]", "[provider]\n[providers]"),
            "A tabela [provider] não existe. Seria providers?",
        ),
        (('file = "p.csv"', 'fil = "p.csv"'), "A chave fil não existe em [providers]. Seria file?"),
        (('file = "p.csv"', ""), "[providers] file: informe o arquivo (file) ou o endereço"),
        (('file = "p.csv"', 'endpoint = "p"'), "[providers] endpoint: falta a tabela [http]"),
        (('file = "p.csv"', 'file = "../p.csv"'), "[providers] file: informe só o nome do arquivo"),
        (('file = "p.csv"', "file = 3"), "[providers] file: precisa ser um texto entre aspas"),
        (('file = "p.csv"', 'file = "p.csv"\nwhole = "sim"'), "[providers] whole: precisa ser true ou false"),
        (('core_key = "COD"', ""), "[providers.columns] core_key: falta dizer em que coluna está."),
        (('kind = "TIPO"', "kind = 5"), "[providers.columns] kind: precisa ser um texto ou uma lista"),
        (('kind = "TIPO"', 'kind = "nome"'), '[providers.columns] name: a coluna "NOME" já está em kind.'),
        (
            ('kind = "TIPO"', 'kind = "TIPO"\ncity = "C"'),
            "[providers.columns] city: município (city) e UF (uf)",
        ),
        (('active = "A"', 'active = "A"\ninactive = "a"'), 'inactive: o código "a" já quer dizer active.'),
        (('active = "A"', 'ativo = "A"'), "A chave ativo não existe em [codes.status]. Seria active?"),
        (('active = "A"', ""), "[codes.status]: falta dizer os códigos"),
        (
            ("[providers]", "[limits]\ndeactivation_share = 5\n[providers]"),
            "[limits] deactivation_share: precisa ser",
        ),
        (
            ("[providers]", '[forms]\ndates = ["dd/mm"]\n[providers]'),
            '[forms] dates: não existe: "dd/mm". Use',
        ),
        (("[providers]", '[forms]\nseparator = "x"\n[providers]'), '"\\t"'),
        (("[providers]", "http = 1\n[providers]"), "A chave http não existe em [codes.status]"),
        (("[codes.status]", "providers = 1\n[codes.status]"), "linha"),
        (("[providers]", '[providers]\nfile = "p"'), "não segue o formato TOML na linha"),
    ],
)
def test_each_mistake_names_table_and_key(change: tuple[str, str], told: str) -> None:
    assert told in mistakes_of(SMALL.replace(*change, 1))


def test_all_mistakes_are_told_at_once() -> None:
    told = mistakes_of(
        SMALL.replace("COD", "TIPO").replace('"A"', "7")
        + '[http]\nbase_url = "ftp://x"\ntoken_variable = "eyJhbGciOi"\npaging = "x"\npage_size = 0\n'
        + "[production]\nwhole = true\n"
    )
    for part in (
        "[providers.columns] kind:",
        "[codes.status] active:",
        "[http] base_url:",
        "[http] token_variable: aqui vai o nome da variável",
        "[http] paging:",
        "[http] page_size:",
        "[production] file:",
        "[production.columns] month:",
        "[production.columns] amount:",
    ):
        assert part in told


def test_the_token_itself_is_not_repeated() -> None:
    assert "eyJhbGciOi" not in mistakes_of(
        SMALL + '[http]\nbase_url = "http://x"\ntoken_variable = "eyJhbGciOi"'
    )


@given(st.text(max_size=200) | st.text(alphabet='[]="a.\n#{}1', max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_is_a_mapping_or_has_mistakes(text: str) -> None:
    assert mistakes_of(text)
