"""Hand a package over to another controller, keep the receipt that it signs, and log it.

INVARIANT: the log tells of it before anything is sent: who got data is told to the person, and
hears of a correction or an erasure later (GDPR articles 15 and 19).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from gestand.core.disclosures import BY_REQUEST
from gestand.core.facts import Person
from gestand.core.handing import why_no_receipt
from gestand.core.ledger import Seal
from gestand.errors import CannotRun, Declined
from gestand.settings import decider
from gestand.work.answer.archive import digest_of
from gestand.work.company import Company
from gestand.work.disclosures import FAILED, INTENDED, MADE, logged, person_digest
from gestand.work.journal import Journal
from gestand.work.portability import GIVEN
from gestand.work.registers import DISCLOSURES, begin, go_on
from gestand.work.state import plainly


@dataclass(frozen=True)
class Handing:
    """A package that is about to go: of whom, by which request, to whom."""

    people: Sequence[Person]
    request: int
    to: str
    on: date


@contextmanager
def logging(company: Company, journal: Journal, out: Path, handing: Handing) -> Iterator[None]:
    """Write down that a package goes to another controller, and after the block that it did.

    A package that is sent again after a crash stands in the log once. Where the other side surely
    did not take it, that is written down as well.
    """
    state = company.state
    package = state.digest("package", digest_of(out))
    given = [r for r in state.receipts() if r["kind"] == GIVEN and r.get("package") == package]
    known = next(
        (o for o in logged(state) if o.told.get("package") == package and o.event != FAILED),
        None,
    )
    number = known.number if known else begin(journal, DISCLOSURES, INTENDED, {
        "on": handing.on.isoformat(),
        "people": [person_digest(company, one) for one in handing.people],
        "recipient": handing.to, "name": handing.to, "role": "controller", "countries": [],
        "protected_by": "", "purpose": "portability", "ground": BY_REQUEST,
        "reference": f"request {handing.request}", "order": None,
        "categories": sorted({name for one in given for name in one.get("categories", ())}),
        "rows": sum(sum(one["tables"].values()) for one in given[-1:]), "values": None,
        "row": None, "package": package, "channel": "hand-over",
        "statement": company.policy.effective.isoformat(), "by": decider(),
    })  # fmt: skip

    def end(event: str) -> None:
        if known is None or known.event == INTENDED:
            go_on(journal, DISCLOSURES, (number, 1), event, {})

    try:
        yield
    except Declined:
        end(FAILED)
        raise
    end(MADE)


def handed_over(out: Path, send: Callable[[bytes], bytes], key: str, seal: Seal) -> Path:
    """Send the package in a file, and return where the receipt of the other side stands.

    `key` is the public key with which they sign it. Raises CannotRun where it cannot be sent, or
    what comes back is no receipt of it: then nobody knows whether they have it, and it may be sent
    again.
    """
    with plainly(out):
        package = out.read_bytes()
    answer = send(package)
    why = why_no_receipt(answer, (sha256(package).hexdigest(), key), seal.is_of)
    if why is not None:
        raise CannotRun(why)
    path = out.with_suffix(".receipt.json")
    with plainly(path):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(answer)
            stream.flush()
            os.fsync(stream.fileno())
    return path
