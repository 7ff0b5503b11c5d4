"""Hand a package over to another controller, keep the receipt that it signs, and log it.

INVARIANT: the log tells of it before anything is sent: who got data is told to the person, and
hears of a correction or an erasure later (GDPR articles 15 and 19).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from gestand.core.disclosures import BY_REQUEST
from gestand.core.facts import Person
from gestand.core.handing import Receiver, canonical, why_no_receipt
from gestand.core.request import State as Standing
from gestand.core.sayings import say
from gestand.errors import CannotRun, Declined, Unsure
from gestand.settings import decider
from gestand.work.answer.archive import digest_of
from gestand.work.company import Company
from gestand.work.disclosures import FAILED, INTENDED, MADE, logged, person_digest
from gestand.work.journal import Journal
from gestand.work.key_files import keyed_lines
from gestand.work.portability import GIVEN, made_for
from gestand.work.registers import DISCLOSURES, begin, go_on
from gestand.work.rights_kept import request_known
from gestand.work.state import State, plainly

_SIGNED = ("receipt", "public", "signature")
_CHANNEL, _REFERENCE = "hand-over", "request {}"


@dataclass(frozen=True)
class Straight:
    """Straight to another controller: to whom, from which file, and what sends it."""

    to: Receiver
    out: Path
    send: Callable[[bytes], bytes] = field(repr=False)


@dataclass(frozen=True)
class Handing:
    """A package that is about to go: of whom, by which request, and on which day."""

    people: Sequence[Person]
    request: int
    on: date


@dataclass(frozen=True)
class Went:
    """How it stands with a package that went to another controller: on which day, with what result.

    `event` is one of the log of disclosures; `receipt` is what the other side signed, as JSON.
    """

    to: str
    on: date
    event: str
    receipt: Mapping[str, Any] = field(default_factory=dict)


def hand_over(
    company: Company,
    journal: Journal,
    handing: Handing,
    straight: Straight,
    make: Callable[[], None],
) -> bytes:
    """Hand a package over, and return the receipt of the other side.

    Sent again after a crash it is the same package: the other side sets it aside once. `make` makes
    it anew where the one that is there is for somebody else, or gone. Raises Declined where the
    other side surely did not take it, and Unsure where nobody can tell whether it has it.
    """
    if made_for(straight.out) != straight.to.name:
        make()
    with _logging(company, journal, straight, handing) as told:
        receipt = _receipt(straight, journal)
        signed = json.loads(receipt)
        told["receipt"] = canonical({name: signed[name] for name in _SIGNED}).decode()
    return receipt


def handed_over(state: State, request: int) -> list[Went]:
    """Return what went straight to other controllers by a request, oldest first."""
    reference = _REFERENCE.format(request)
    numbers = {
        one.number: one for one in logged(state)
        if one.told.get("channel") == _CHANNEL and one.told["reference"] == reference
    }
    receipts = {
        line["disclosure"]: json.loads(line["receipt"])
        for line in state.lines(DISCLOSURES) if line.get("receipt")
    }
    return [
        Went(one.told["name"], date.fromisoformat(one.told["on"]), one.event,
             receipts.get(number, {}))
        for number, one in numbers.items()
    ]  # fmt: skip


def keep_receipt(out: Path, receipt: bytes) -> Path:
    """Write a receipt beside its package, for its owner only, and return where it stands."""
    path = out.with_suffix(".receipt.json")
    with plainly(path):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(receipt)
            stream.flush()
            os.fsync(stream.fileno())
    return path


def place_of_package(state: State, request: int) -> Path:
    """Return where a package waits until the other side gave a receipt: for its owner only."""
    folder = state.folder / "handing"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{request}.zip"


def clear(state: State) -> None:
    """Remove the packages that are handed over no more: their requests went on, or ended."""
    with suppress(OSError):  # the next command tries it again
        for path in (state.folder / "handing").glob("*.zip"):
            if request_known(state, int(path.stem)).request.state is not Standing.DECIDED:
                path.unlink()


@contextmanager
def _logging(
    company: Company, journal: Journal, straight: Straight, handing: Handing
) -> Iterator[dict[str, Any]]:
    """Write down that a package goes to another controller, and after the block that it did.

    What is put in the dictionary that it gives is written down with that. A package that is sent
    again after a crash stands in the log once. Where the other side surely did not take it, that is
    written down as well.
    """
    state = company.state
    package = state.digest("package", digest_of(straight.out))
    given = [r for r in state.receipts() if r["kind"] == GIVEN and r.get("package") == package]
    known = next(
        (o for o in logged(state) if o.told.get("package") == package and o.event != FAILED),
        None,
    )
    number = known.number if known else begin(journal, DISCLOSURES, INTENDED, {
        "on": handing.on.isoformat(),
        "people": [person_digest(company, one) for one in handing.people],
        "recipient": straight.to.name, "name": straight.to.name, "role": "controller",
        "countries": [], "protected_by": "", "purpose": "portability", "ground": BY_REQUEST,
        "reference": _REFERENCE.format(handing.request), "order": None,
        "found_in": say("request", request=handing.request).kept,
        "categories": sorted({name for one in given for name in one.get("categories", ())}),
        "rows": sum(sum(one["tables"].values()) for one in given[-1:]), "values": None,
        "row": None, "package": package, "channel": _CHANNEL,
        "statement": company.policy.effective.isoformat(), "by": decider(),
    })  # fmt: skip
    told: dict[str, Any] = {}

    def end(event: str) -> None:
        if known is None or known.event == INTENDED:
            go_on(journal, DISCLOSURES, (number, 1), event, told)

    try:
        yield told
    except Declined:
        end(FAILED)
        raise
    end(MADE)


def _receipt(straight: Straight, journal: Journal) -> bytes:
    """Send the package in a file, and return the receipt of the other side.

    Raises Unsure where what comes back is none: then nobody knows whether they have it.
    """
    with plainly(straight.out):
        package = straight.out.read_bytes()
    answer = straight.send(package)
    expected = (sha256(package).hexdigest(), straight.to.key)
    why = why_no_receipt(answer, expected, journal.seal.is_of)
    if why is not None:
        raise Unsure(why)
    return answer


def receivers_in(path: Path) -> dict[str, Receiver]:
    """Return by name who may get data: each line a public key in hex, an address, and a name."""
    found: dict[str, Receiver] = {}
    form = "an address and a name"
    for place, key, rest in keyed_lines(path, form):
        url, name = [*rest.split(None, 1), ""][:2]
        if not name:
            message = f"{place}: a public key of 64 signs in hex, {form}"
            raise CannotRun(message)
        if name in found:
            message = f"{place}: this name stands there twice"
            raise CannotRun(message)
        found[name] = Receiver(name, url, key)
    return found
