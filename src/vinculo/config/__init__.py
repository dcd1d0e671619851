"""Settings, URLs, processes. Knows every room; no room knows it."""
