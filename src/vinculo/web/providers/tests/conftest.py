"""What the tests of these screens share: browsers in which somebody is signed in, and a clinic to look at."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from vinculo.accounts.tests.cast import Cast, signed_in
from vinculo.network.models import Provider
from vinculo.network.tests.factories import (
    make_affiliation,
    make_clinic,
    make_contact_person,
    make_dentist,
    make_technical_manager,
)

CPF = "89841230992"
PHONE = "11998496368"


@pytest.fixture
def alice_browser(cast: Cast) -> Client:
    return signed_in(cast.alice)


@pytest.fixture
def clinic(cast: Cast) -> Provider:
    """A clinic with an RT, a dentist and a contact person."""
    clinic = make_clinic(cast.operator, name="Clínica São José Ltda.", trade_name="Sorriso Claro", cpf=CPF)
    rt = make_dentist(cast.operator, name="Natália D'Ávila", cro_number="57798")
    make_technical_manager(clinic, rt, starts_on=dt.date(2020, 1, 1))
    make_affiliation(clinic, rt, starts_on=dt.date(2020, 1, 1))
    make_contact_person(clinic, name="Ana Távora", phones=[PHONE], email="ana@clinica.example")
    return clinic
