"""The search that every page has: what is found as one types."""
