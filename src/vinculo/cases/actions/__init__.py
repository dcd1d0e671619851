"""Every write to a case. One file per business event; each action locks the case and does one thing."""
