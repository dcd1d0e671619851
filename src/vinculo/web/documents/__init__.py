"""Documents: what was issued of a case, writing a letter, and the public page where anybody looks one up."""
