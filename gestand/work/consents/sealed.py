"""The register of consents and the ledger: each entry seals some of the consents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from gestand.core.ledger import canonical
from gestand.records.consents import Consents, Row
from gestand.work.journal import Journal

CONSENTS = "consents recorded"
"""An entry of the ledger: which numbers of the register were added, and a digest of them."""


def sealed_by(rows: Sequence[Row]) -> Mapping[str, str | int]:
    """Return what the ledger tells of some consents one after the other."""
    first, last = rows[0].number, rows[-1].number
    return {"first": first, "last": last, "digest": digest_of(rows)}


def digest_of(rows: Sequence[Row]) -> str:
    """Return the digest of consents; whether a column says the same may change later."""
    return sha256(canonical([list(row[:-1]) for row in rows]).encode()).hexdigest()


def doubts_about_consents(journal: Journal) -> Iterator[str]:
    """Yield what speaks against the register: a consent that was changed, is gone, or came by."""
    register, last = Consents(journal.ledger.kept), 0
    for entry in journal.ledger.of_kind(CONSENTS):
        told = json.loads(entry.told)
        rows = list(register.after(told["first"] - 1, told["last"]))
        if told["first"] != last + 1 or digest_of(rows) != told["digest"]:
            yield f"consents {told['first']} to {told['last']} are not those of the ledger"
            return
        last = told["last"]
    if register.newest() > last:
        yield f"there are consents after {last}, and the ledger tells of none of them"
