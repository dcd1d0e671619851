from .affiliation import Affiliation
from .contact_person import ContactPerson
from .coverage import CityCoverage
from .dentist import Dentist
from .local_holiday import LocalHoliday
from .monthly_production import MonthlyProduction
from .municipality import Municipality
from .period import AddressPeriod, Contract, StatusPeriod
from .provider import Provider
from .provider_merge import ProviderMerge
from .provider_phone import ProviderPhone
from .registry_word import RegistryWord
from .sync_run import SyncRun

__all__ = [
    "AddressPeriod",
    "Affiliation",
    "CityCoverage",
    "ContactPerson",
    "Contract",
    "Dentist",
    "LocalHoliday",
    "MonthlyProduction",
    "Municipality",
    "Provider",
    "ProviderMerge",
    "ProviderPhone",
    "RegistryWord",
    "StatusPeriod",
    "SyncRun",
]
