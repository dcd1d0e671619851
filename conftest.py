"""What all tests share."""

pytest_plugins = [
    "vinculo.accounts.tests.cast",
    "vinculo.sandbox.tests.running",
    "vinculo.sandbox.tests.running_protocols",
]
