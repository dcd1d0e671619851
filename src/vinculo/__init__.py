"""Vínculo: the retention process of a dental-plan operator's accredited network."""

__version__ = "0.1.0"
