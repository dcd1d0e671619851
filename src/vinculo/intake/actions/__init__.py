"""Every write of an import. One file per business event."""
