"""Fetches the styles, scripts and fonts that the screens use, and keeps them in the checkout.

The product loads nothing from elsewhere, so what it needs is vendored: `npm pack` fetches each package
by its name, the few files are copied out, and VERSIONS.md says what they are and under which licence.

    python scripts/vendor_assets.py
"""

from __future__ import annotations

import json
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "src/vinculo/web/static/vendor"
TESTS = ROOT / "tests/browser/vendor"


@dataclass(frozen=True)
class Package:
    """A package, the files taken from it (path inside it, name here) and what it is for."""

    wanted: str
    files: tuple[tuple[str, str], ...]
    purpose: str
    folder: Path = STATIC


PACKAGES = (
    Package(
        "bootstrap@5.3", (("dist/css/bootstrap.min.css", "bootstrap.min.css"),), "reset, grid, form controls"
    ),
    Package("htmx.org@2", (("dist/htmx.min.js", "htmx.min.js"),), "partial page updates"),
    Package(
        "@fontsource-variable/inter@5",
        (
            ("files/inter-latin-wght-normal.woff2", "inter-latin.woff2"),
            ("files/inter-latin-ext-wght-normal.woff2", "inter-latin-ext.woff2"),
        ),
        "the typeface",
    ),
    Package("axe-core@4", (("axe.min.js", "axe.min.js"),), "accessibility checks, tests only", TESTS),
)


def fetch(package: Package, into: Path) -> tuple[dict[str, str], dict[str, bytes]]:
    """The package's manifest, and the wanted files with its licence by their names here."""
    answer = subprocess.run(
        ["npm", "pack", "--silent", "--pack-destination", str(into), package.wanted],
        check=True,
        capture_output=True,
        text=True,
    )
    archive = into / answer.stdout.split()[-1]
    with tarfile.open(archive) as tar:
        manifest = json.loads(_member(tar, "package.json"))
        short = manifest["name"].rsplit("/", 1)[-1]
        files = {name: _member(tar, path) for path, name in package.files}
        files[f"LICENSE.{short}.txt"] = _member(tar, "LICENSE")
    return manifest, files


def _member(tar: tarfile.TarFile, path: str) -> bytes:
    member = tar.extractfile(f"package/{path}")
    if member is None:
        raise FileNotFoundError(path)
    return member.read()


def _without_source_map(content: bytes) -> bytes:
    """The map is not vendored; browsers would ask for it in vain."""
    return b"\n".join(line for line in content.split(b"\n") if b"sourceMappingURL=" not in line)


def vendored() -> Iterator[str]:
    """Copies every package's files; one line of the table for each."""
    with tempfile.TemporaryDirectory() as scratch:
        for package in PACKAGES:
            manifest, files = fetch(package, Path(scratch))
            package.folder.mkdir(parents=True, exist_ok=True)
            for name, content in files.items():
                is_text = name.endswith((".css", ".js"))
                (package.folder / name).write_bytes(_without_source_map(content) if is_text else content)
            names = ", ".join(f"`{name}`" for _, name in package.files)
            yield (
                f"| {manifest['name']} | {manifest['version']} | {manifest['license']} | {names} "
                f"| {package.purpose} |"
            )


def main() -> None:
    head = [
        "# Vendored files",
        "",
        "Written by `scripts/vendor_assets.py`; each licence lies beside its files, as `LICENSE.<name>.txt`.",
        "",
        "| package | version | licence | files | for |",
        "|---|---|---|---|---|",
    ]
    (STATIC / "VERSIONS.md").write_text("\n".join([*head, *vendored()]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
