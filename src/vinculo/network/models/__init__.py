from .affiliation import Affiliation
from .contact_person import ContactPerson
from .coverage import CityCoverage
from .dentist import Dentist
from .local_holiday import LocalHoliday
from .municipality import Municipality
from .provider import Provider
from .provider_merge import ProviderMerge
from .provider_phone import ProviderPhone

__all__ = [
    "Affiliation",
    "CityCoverage",
    "ContactPerson",
    "Dentist",
    "LocalHoliday",
    "Municipality",
    "Provider",
    "ProviderMerge",
    "ProviderPhone",
]
