from .affiliation import Affiliation
from .contact_person import ContactPerson
from .coverage import CityCoverage
from .dentist import Dentist
from .municipality import Municipality
from .provider import Provider

__all__ = ["Affiliation", "CityCoverage", "ContactPerson", "Dentist", "Municipality", "Provider"]
