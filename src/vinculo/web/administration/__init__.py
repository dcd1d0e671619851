"""Administração: users, operators, editions and lists, the access log; each page for whom it concerns."""
