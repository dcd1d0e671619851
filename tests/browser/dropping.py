"""A file dropped from a file manager, which no browser lets a script do by itself."""

from __future__ import annotations

import base64

from playwright.sync_api import Locator


def drop(zone: Locator, name: str, content: bytes) -> None:
    """Drops one file on a part of the page."""
    transfer = zone.page.evaluate_handle(
        """([name, content]) => {
            const transfer = new DataTransfer();
            const bytes = Uint8Array.from(atob(content), (char) => char.charCodeAt(0));
            transfer.items.add(new File([bytes], name));
            return transfer;
        }""",
        [name, base64.b64encode(content).decode()],
    )
    zone.dispatch_event("dragover", {"dataTransfer": transfer})
    zone.dispatch_event("drop", {"dataTransfer": transfer})
