"""What may be done: the comparison itself, and what people do with its divergences."""
