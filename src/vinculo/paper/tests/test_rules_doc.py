"""docs/rules.md says what the rules say."""

from __future__ import annotations

import pytest
from scripts import write_rules_doc

from vinculo.kernel.finding import Severity
from vinculo.kernel.rule import Rule
from vinculo.paper.rules import FORM_RULES


def test_the_page_is_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert write_rules_doc.main(["--check"]) == 0, capsys.readouterr().err


def test_an_older_page_is_told(monkeypatch, tmp_path, capsys) -> None:
    page = tmp_path / "rules.md"
    monkeypatch.setattr(write_rules_doc, "TARGET", page)
    assert write_rules_doc.main(["--check"]) == 1
    assert write_rules_doc.main([]) == 0
    assert write_rules_doc.main(["--check"]) == 0
    page.write_text(page.read_text(encoding="utf-8") + "x", encoding="utf-8")
    assert write_rules_doc.main(["--check"]) == 1
    assert "write_rules_doc.py" in capsys.readouterr().err


def test_every_rule_on_a_form_is_listed_with_its_sentence() -> None:
    page = write_rules_doc.render()
    for rule in FORM_RULES:
        assert f"| `{rule.code}` |" in page
        assert rule.sentence in page


def test_a_registry_that_is_not_there_yet_is_left_out() -> None:
    assert write_rules_doc.Registry("", "", "vinculo.paper.unwritten", "RULES").rules() is None


def test_a_table_escapes_bars_and_shows_sources(monkeypatch) -> None:
    rule: Rule[None] = Rule(
        "a-code",
        "",
        "Isto|aquilo.",
        lambda facts: (),
        draft=None,
        decide=Severity.WARNING,
        source="RN 566/2022",
    )
    monkeypatch.setattr(write_rules_doc.Registry, "rules", lambda registry: (rule,))
    assert (
        "| `a-code` | each that it finds | Isto\\|aquilo. | – | warns | warns | RN 566/2022 |\n"
        in write_rules_doc.render()
    )
