from __future__ import annotations

import datetime as dt
from random import Random

from vinculo.kernel import invented
from vinculo.kernel.identifiers import cnpj, cpf, phone


def test_one_seed_invents_one_person():
    def person(seed: int) -> tuple[str, ...]:
        rng = Random(seed)
        return (
            invented.invented_person_name(rng),
            invented.invented_cpf(rng),
            invented.invented_phone(rng, "11"),
            invented.invented_clinic_name(rng),
            invented.invented_cnpj(rng),
            invented.invented_cnpj(rng, alphanumeric=True),
        )

    assert person(7) == person(7)
    assert len({person(seed) for seed in range(300)}) == 300


def test_what_is_invented_would_be_accepted():
    rng = Random(1)
    for _ in range(300):
        assert cpf.is_valid(invented.invented_cpf(rng))
        assert cnpj.is_valid(invented.invented_cnpj(rng))
        with_letters = invented.invented_cnpj(rng, alphanumeric=True)
        assert cnpj.is_valid(with_letters)
        assert not with_letters.isdigit()
        mobile = invented.invented_phone(rng, "67")
        assert phone.clean(mobile) == mobile
        assert len(invented.invented_person_name(rng).split()) >= 2
        assert invented.invented_clinic_name(rng).strip()


def test_a_protocol_number_is_its_moment():
    moment = dt.datetime(2023, 5, 4, 13, 0, 34, 170_000, tzinfo=dt.UTC)
    assert invented.invented_protocol_number(moment) == "SAD168320523417"
