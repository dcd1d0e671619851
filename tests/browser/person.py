"""A person in front of the screen: what they do and see, in their own words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from vinculo.accounts.models import User
from vinculo.accounts.tests.cast import PASSWORD

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
# What a refused or missing page says of itself in the console is no trouble of ours.
EXPECTED_STATUSES = ("409 (Conflict)", "403 (Forbidden)", "404 (Not Found)", "422")


class Person:
    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.troubles: list[str] = []
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda message: self._listen(message.type, message.text))

    def _listen(self, kind: str, text: str) -> None:
        if kind == "error" and not any(status in text for status in EXPECTED_STATUSES):
            self.troubles.append(text)

    def goes_to(self, path: str) -> None:
        self.page.goto(self.address + path)

    def signs_in(self, user: User) -> None:
        """With a session made beforehand: test_account.py types at the door, and so does the whole way."""
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME]
        self.page.context.add_cookies([{"name": session.key, "value": session.value, "url": self.address}])
        self.goes_to("/")
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def signs_in_at_the_door(self, user: User) -> None:
        self.goes_to("/entrar/")
        self.page.get_by_label("E-mail").fill(user.email)
        self.page.get_by_label("Senha", exact=True).fill(PASSWORD)
        self.presses("Entrar")
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()

    def signs_out(self) -> None:
        self.page.get_by_role("button", name="Sair").first.click()

    def presses(self, name: str, *, within: Locator | None = None) -> None:
        (within or self.page).get_by_role("button", name=name).first.click()

    def follows(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def types(self, label: str, text: str, *, within: Locator | None = None) -> None:
        """Fills a field and leaves it, as with the Tab key."""
        field = (within or self.page).get_by_label(label, exact=True).first
        field.fill(text)
        field.press("Tab")

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def sees_everything_saved(self) -> None:
        expect(self.page.locator("#save-state")).to_have_text("Tudo salvo.")

    def axe_violations(self) -> list[dict[str, Any]]:
        """What axe-core finds on the page as it stands, WCAG 2.2 A and AA."""
        self.page.evaluate(AXE)
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found: list[dict[str, Any]] = self.page.evaluate(
            "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
            ".then(result => result.violations.map("
            "item => ({id: item.id, nodes: item.nodes.map(node => node.html.slice(0, 160))})))",
            tags,
        )
        return found

    def finds_no_barrier(self) -> None:
        found = self.axe_violations()
        assert found == [], found
