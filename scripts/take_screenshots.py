"""Takes the pictures of docs/screenshots: a fresh demonstration, the real server, a real Chromium.

    .venv/bin/python scripts/take_screenshots.py [NAME ...]

Starts the product in a folder and on a port of its own, and stops it again. Needs Chromium
(`VINCULO_CHROMIUM`, or on the PATH) and what `make setup` installs. With names, only those screens.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "screenshots"
PORT = int(os.environ.get("PORT", "8190"))
ADDRESS = f"http://127.0.0.1:{PORT}"
PASSWORD = "demo-vinculo-2026"
SECONDS_TO_START = 240
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Screen:
    """`click`: what to click, one after the other, before the picture; `upload`: a file to drop first."""

    name: str
    who: str
    path: str
    click: tuple[str, ...] = ()
    upload: str = ""
    phone: bool = False
    dark: bool = False


SCREENS = (
    Screen("entrar", "", "/entrar/"),
    Screen("hoje", "ana", "/hoje/"),
    Screen("hoje-supervisora", "helena", "/hoje/"),
    Screen("hoje-celular", "ana", "/hoje/", phone=True),
    Screen("processos", "ana", "/processos/"),
    Screen("quadro", "helena", "/processos/?layout=board"),
    Screen("quadro-celular", "helena", "/processos/?layout=board", phone=True),
    Screen("processos-escuro", "ana", "/processos/", dark=True),
    Screen("processos-celular", "ana", "/processos/", phone=True),
    Screen("processo", "ana", "/processos/?state=waiting&consultant=me", click=("table.list a.row-link",)),
    Screen("processo-decidido", "helena", "/processos/?state=decided", click=("table.list a.row-link",)),
    Screen(
        "processo-escuro",
        "ana",
        "/processos/?state=decided",
        click=("table.list a.row-link",),
        dark=True,
    ),
    Screen(
        "processo-celular",
        "ana",
        "/processos/?state=waiting&consultant=me",
        click=("table.list a.row-link",),
        phone=True,
    ),
    Screen("comparar-celular", "helena", "/prestadores/1/comparar/2/", phone=True, dark=True),
    Screen("distribuir", "helena", "/equipe/distribuir/"),
    Screen("avisos", "ana", "/avisos/"),
    Screen("protocolos", "helena", "/protocolos/"),
    Screen("recebidos", "helena", "/protocolos/recebidos/"),
    Screen("sistema-de-protocolos", "helena", "/protocolos/sistema/"),
    Screen("providencias", "helena", "/providencias/?mostrar=open"),
    Screen("prazos-legais", "helena", "/prazos-legais/"),
    Screen("divergencias", "helena", "/divergencias/"),
    Screen("novo-processo", "ana", "/processos/novo/"),
    Screen("importar", "ana", "/importar/"),
    Screen("conferir", "ana", "/importar/", upload="docs/examples/formulario.txt"),
    Screen("prestadores", "ana", "/prestadores/"),
    Screen("prestador", "ana", "/prestadores/", click=("main .row-link, main table a, main .rows a",)),
    Screen("prestadores-celular", "ana", "/prestadores/", phone=True),
    Screen("cobertura", "marina", "/prestadores/cobertura/"),
    Screen("usuarios", "sonia", "/administracao/usuarios/"),
    Screen("operadoras", "sonia", "/administracao/operadoras/"),
    Screen("edicoes", "marina", "/administracao/edicoes/"),
    Screen("feriados", "helena", "/administracao/feriados/"),
    Screen("mensagens", "helena", "/administracao/mensagens/"),
    Screen("acessos", "otavio", "/administracao/acessos/"),
)


def start(home: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"VINCULO_HOME": str(home), "PORT": str(PORT)}
    environment.pop("DATABASE_URL", None)
    product = subprocess.Popen([ROOT / ".venv/bin/vinculo", "run"], env=environment, cwd=ROOT)
    for _ in range(SECONDS_TO_START):
        try:
            with urllib.request.urlopen(ADDRESS + "/entrar/", timeout=5):
                return product
        except OSError:
            if product.poll() is not None:
                raise SystemExit("The product did not start.") from None
            time.sleep(1)
    product.send_signal(signal.SIGINT)
    raise SystemExit("The product did not answer.")


def sign_in(page: Page, who: str) -> None:
    page.goto(ADDRESS + "/entrar/")
    page.get_by_label("E-mail").fill(f"{who}@demo.example")
    page.get_by_label("Senha", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    page.wait_for_url("**/hoje/")


def take(browser: Browser, screen: Screen) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844} if screen.phone else {"width": 1280, "height": 900},
        color_scheme="dark" if screen.dark else "light",
        locale="pt-BR",
        timezone_id="America/Sao_Paulo",
    )
    page = context.new_page()
    if screen.who:
        sign_in(page, screen.who)
    page.goto(ADDRESS + screen.path)
    if screen.upload:
        page.locator("input[type=file]:not([webkitdirectory])").first.set_input_files(ROOT / screen.upload)
        page.wait_for_url("**/leituras/**")
    for selector in screen.click:
        page.locator(selector).first.click()
        page.wait_for_load_state()
    page.wait_for_timeout(500)
    page.screenshot(path=TARGET / f"{screen.name}.png")
    context.close()
    print(screen.name, flush=True)


def main() -> int:
    wanted = set(sys.argv[1:])
    chromium = os.environ.get("VINCULO_CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        print("Chromium was not found.", file=sys.stderr)
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    # Not below /root: the database server runs as another user and must reach its folder.
    with tempfile.TemporaryDirectory(prefix="vinculo-screens-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        product = start(Path(folder))
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
                for screen in SCREENS:
                    if not wanted or screen.name in wanted:
                        take(browser, screen)
        finally:
            product.send_signal(signal.SIGINT)
            product.wait(60)
    return 0


if __name__ == "__main__":
    sys.exit(main())
