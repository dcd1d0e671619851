"""Findings on the page: beside which control each one stands, and the list of what is missing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vinculo.cases.form import RecordsOfCase, contact_numbers
from vinculo.kernel.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class MissingPoint:
    """A line of the list beside the form, with the anchor of its control."""

    anchor: str
    label: str
    message: str
    severity: str


def page_key(field: str, records: RecordsOfCase) -> str:
    """The control's key for a finding's field: `contacts.3.on` is `contacts-<id>-on` here."""
    numbered = re.fullmatch(r"contacts\.(\d+)\.(\w+)", field)
    if numbered:
        by_number = {number: pk for pk, number in contact_numbers(records.contacts).items()}
        pk = by_number.get(int(numbered.group(1)))
        return f"contacts-{pk}-{numbered.group(2)}" if pk else "contacts"
    positioned = re.fullmatch(r"dentists\.(\d+)\.(\w+)", field)
    if positioned:
        by_position = {row.position: row.pk for row in records.dentists}
        return f"dentists-{by_position.get(int(positioned.group(1)))}-{positioned.group(2)}"
    return field.replace(".", "-")


def findings_by_key(findings: Sequence[Finding], records: RecordsOfCase) -> Mapping[str, tuple[Finding, ...]]:
    by_key: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_key[page_key(finding.field, records)].append(finding)
    return {key: tuple(found) for key, found in by_key.items()}


def missing_points(findings: Mapping[str, Sequence[Finding]], severity: Severity) -> tuple[MissingPoint, ...]:
    """The findings of one severity, in the order of the rules."""
    return tuple(
        MissingPoint(anchor=f"f-{key}", label=key, message=finding.message, severity=severity.value)
        for key, found in findings.items()
        for finding in found
        if finding.severity is severity
    )
