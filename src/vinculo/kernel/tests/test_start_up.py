"""The command line starts in half a second, so heavy libraries are loaded by those who need them."""

from __future__ import annotations

import subprocess
import sys

LIGHT = (
    "dates",
    "finding",
    "folding",
    "identifiers.cnpj",
    "identifiers.cpf",
    "identifiers.cro",
    "identifiers.phone",
    "identifiers.protocol_number",
    "money",
    "numbers",
    "places",
)
HEAVY = ("django", "holidays", "phonenumbers", "stdnum")


def test_light_modules_load_nothing_heavy():
    imports = "; ".join(f"import vinculo.kernel.{name}" for name in LIGHT)
    program = f"import sys; {imports}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
