"""De Linde with a few recipients, and what is given to them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from gestand.core.disclosures import Allowed
from gestand.core.facts import Person
from gestand.wiring import open_company
from gestand.wiring.recording import keyring_of
from gestand.work.disclosures import Handed, Handing, disclose
from gestand.work.sweep import Request
from tests.core.receiving import AGREEMENT
from tests.linde import TODAY, Changes

RIGHTS = "rights: {answer: P1M, extension: P2M}"
RECIPIENTS = f"""\
recipients:
  kinds:
    host: {{nl: hosters, en: hosts}}
    partner: {{nl: partners, en: partners}}
    police: {{nl: de politie, en: the police}}
  processors: [host]
  example-host:
    name: Voorbeeld Host B.V.
    is: host
    country: NL
    gets: [name, email, account]
    for: service
    agreement: {AGREEMENT}
  example-partner:
    is: partner
    country: NL
    gets: [name, function]
    for: [business contacts, talent pool, recruitment]
  police: {{is: police, role: authority, country: NL, gets: [name, contact, account], for: service}}
"""
CHANGES: Changes = {"policy": [(RIGHTS, RECIPIENTS + RIGHTS)]}
ROWS = """
INSERT INTO customers VALUES
    (1, 'K1', 'Ann Ask', 'ann@delinde.example', '030 1', 'Ask Street', '2025-01-10'),
    (2, 'K2', 'Bo Beside', 'bo@delinde.example', '030 2', 'Bo Street', '2025-01-10');
INSERT INTO contracts VALUES (1, 1, 'vps', 'ann.example', '2025-02-01', NULL);
INSERT INTO contracts VALUES (2, 2, 'vps', 'bo.example', '2025-02-01', NULL);
INSERT INTO contacts VALUES
    (1, 1, 'Cas Contact', 'clerk', 'cas@delinde.example', '2025-03-01', NULL);
INSERT INTO vacancies VALUES (1, 'Baker', '2026-05-01', NULL, NULL, NULL);
INSERT INTO applications VALUES
    (1, 1, 'Dan', 'dan@delinde.example', 'Dear', '2026-05-10', NULL, NULL, NULL, NULL),
    (2, 1, 'Eve', 'eve@delinde.example', 'Dear', '2026-05-10', NULL, NULL, '2026-05-11', NULL);
"""


def hand(folder: Path, person: tuple[str, int] = ("customer", 1), **how: Any) -> Handed:
    """Give something of one person; `how` says the rest of what is to be given."""
    on: date = how.pop("on", TODAY)
    how = {"recipient": "example-host", "purpose": "service", "out": folder / "p.json", **how}
    company = open_company(folder)
    with keyring_of(company) as keyring:
        request = Request(on, (Person(*person),))
        return disclose(company, request, Handing(**how), keyring.journal)


def values(folder: Path, name: str = "p.json") -> list[dict[str, list[str]]]:
    """Return the values in a package, row by row."""
    return [row["values"] for row in json.loads((folder / name).read_text("utf-8"))["rows"]]


def refused(folder: Path, **how: Any) -> str:
    """Return why nothing was given, on one line; no package is there."""
    handed = hand(folder, **how)
    assert not isinstance(handed.found, Allowed)
    assert not (folder / "p.json").exists()
    return "; ".join(map(str, handed.found.reasons))
