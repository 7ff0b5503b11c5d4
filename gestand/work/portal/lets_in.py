"""What lets somebody in to their own data beside a mailed code: kept encrypted, and gone with them.

Each is a key of the keyring, under the digest by which own records know a person: wrapped by the
master key, rotated with the others, and in no file any more once it was taken away. It counts for
who has the key of that row now, and is of nobody else (decision 082).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from gestand.core.facts import Person, folded_text
from gestand.settings import decider
from gestand.work.company import Company
from gestand.work.holder import ALWAYS, Holders, holders
from gestand.work.keyring import DESTROYED, Keyring, moment
from gestand.work.people import is_known, reading

FACTOR = "factor"
"""With what the name of a key begins that makes the codes of somebody's authenticator."""

PASSKEY = "passkey"
"""With what the name of a key begins that holds the public key of a passkey."""

KINDS = (FACTOR, PASSKEY)

ONLY = "only"
"""Under which name a passkey says on which site the mailed code alone is not enough beside it."""

TAKEN, BY_COMMAND = "taken away", "by a command"
"""Why it goes where somebody else than its person takes it away: officers, or who runs Gestand."""

NEVER = "9999-12-31T23:59:59+00:00"
"""It does not end by itself."""


@dataclass(frozen=True)
class LetsIn:
    """What lets a person in: the name of its key, since when, and what it `said` is the secret.

    `address` is the one by which they were signed in then.
    """

    name: str
    person: Person
    address: str
    at: str
    said: Mapping[str, Any]

    @property
    def ident(self) -> str:
        """By what it is known in the ledger: chance, and the same for all that somebody is."""
        return self.name.rpartition(" ")[2]

    @property
    def kind(self) -> str:
        """Which of KINDS it is."""
        return self.name.partition(" ")[0]

    @property
    def on(self) -> date:
        """The day since when, in UTC."""
        return datetime.fromisoformat(self.at).date()


def keep(
    keyring: Keyring, kind: str, people: Sequence[Person], address: str, said: Mapping[str, Any]
) -> str:
    """Keep what lets somebody in, as all that they are, within the open transaction.

    Returns by what it is known.
    """
    state, ident = keyring.journal.state, token_hex(8)
    for person in dict.fromkeys(people):
        name = f"{kind} {state.known_as(person)} {ident}"
        rewrite(keyring, LetsIn(name, person, address, moment(), {}), said)
    return ident


def rewrite(keyring: Keyring, one: LetsIn, said: Mapping[str, Any]) -> None:
    """Keep something else of what lets somebody in, within the open transaction."""
    who = [one.person.kind, one.person.key]
    told = {"person": who, "address": one.address, "at": one.at, "said": said}
    keyring.put(one.name, keyring.until(one.name) or NEVER, json.dumps(told).encode())


def of_digest(keyring: Keyring, kind: str, digest: str) -> Iterator[LetsIn]:
    """Yield what lets somebody in whom own records know by a digest."""
    for name in keyring.names(f"{kind} {digest}"):
        yield _opened(keyring, name)


def of_digests(keyring: Keyring, kind: str, beginnings: Sequence[str]) -> list[LetsIn]:
    """Return what lets somebody in whose digests begin so."""
    names = keyring.beginning(*(f"{kind} {one}" for one in beginnings)) if beginnings else []
    return [_opened(keyring, name) for name in names]


def of_people(keyring: Keyring, people: Sequence[Person], *kinds: str) -> Iterator[LetsIn]:
    """Yield what lets people in, by their digests, whoever had the keys of their rows before.

    Of each kind, what is of who comes first in `people` comes first.
    """
    digests = [keyring.journal.state.known_as(person) for person in dict.fromkeys(people)]
    starts = [f"{kind} {digest}" for kind in kinds for digest in digests]
    names = keyring.names(*starts) if starts else []
    for start in starts:
        yield from (_opened(keyring, name) for name in names if name.startswith(f"{start} "))


def asked_beside(keyring: Keyring, digest: str) -> list[LetsIn]:
    """Return what somebody is asked for beside a mailed code, whom own records know by a digest.

    It is their authenticator, and the passkeys that they chose to be asked for.
    """
    # What waits for its end is of somebody who had this key before.
    names = keyring.names(*(f"{kind} {digest}" for kind in (FACTOR, PASSKEY)))
    opened = [_opened(keyring, name) for name in names]
    keys = [one for one in opened if one.name.startswith(PASSKEY)]
    found = [one for one in opened if one not in keys]
    mine = [one for one in found if keyring.until(one.name) == NEVER] or found
    return [*mine[:1], *(one for one in keys if one.said.get(ONLY))]


def counting(
    company: Company, keyring: Keyring, kind: str, people: Sequence[Person], address: str
) -> list[LetsIn]:
    """Return what lets people in who have an address, and is theirs.

    Raises CannotRun where a store or own records cannot be read.
    """
    found = list(of_people(keyring, people, kind))
    if not found:
        return []
    held = holders(company, [one.person for one in found if not one.person.hidden])
    return [one for one in found if is_theirs(held, one, {folded_text(address)})]


def is_theirs(held: Holders, one: LetsIn, addresses: frozenset[str] | set[str]) -> bool:
    """Tell whether it is of who has the key of the row now, with these addresses on file.

    Where a run freed the key since, it is not. Where only the day on which something began in the
    row says that it came later, that may have been written anew: who reads the mail of the same
    address is the same.
    """
    since = held.since.get(one.person, ALWAYS)
    at = datetime.fromisoformat(one.at)
    if since.moment is not None and at <= since.moment:
        return False
    is_later = since.day is None or one.on >= since.day
    return is_later or folded_text(one.address) in addresses


def destroy(keyring: Keyring, ident: str, why: str) -> None:
    """Destroy what lets somebody in, as all that they are; the ledger tells who did."""
    by = keyring.journal.state.digest("decider", decider())
    names = [name for name in keyring.names(*KINDS) if name.endswith(f" {ident}")]
    keyring.destroy_all(names, why, {"by": by})


def taken_since(keyring: Keyring, people: Sequence[Person], entry: int) -> bool:
    """Tell whether somebody else took away what let people in, after an entry of the ledger.

    Whoever signed in by it may be who stole it: it was taken away because nobody can tell.
    """
    known = [keyring.journal.state.known_as(person) for person in people]
    starts = tuple(f"{kind} {digest} " for kind in KINDS for digest in known)
    since = keyring.journal.ledger.of_kind(DESTROYED, after=entry)
    gone = (told for told in map(json.loads, (one.told for one in since)))
    return any(
        one["key"].startswith(starts) and one["why"] in (TAKEN, BY_COMMAND) for one in gone
    )


def tend(company: Company, keyring: Keyring) -> None:
    """Let nothing that lets somebody in outlive them; to be called after a run.

    Of whom the newest run erased it goes when that run cannot be undone any more, or at once where
    it never could; who comes back has it again. Raises CannotRun where a store cannot be read.
    """
    found = [_opened(keyring, name) for name in keyring.names(*KINDS)]
    if not found:
        return
    there = _on_file(company, {one.person for one in found})
    held, last, gone = holders(company, there), _last_way_back(company), list[str]()
    with keyring.journal.recording():
        for one in found:
            until, addresses = keyring.until(one.name), there.get(one.person)
            end = last if addresses is None else None
            if addresses is not None and is_theirs(held, one, addresses):
                end = NEVER
            elif until != NEVER:
                end = until  # it waits already: no run of somebody else changes that
            gone += [] if end else [one.name]
            keyring.keep_until(one.name, end or until or NEVER)
    keyring.destroy_all(gone, "erased", {})


def _on_file(company: Company, people: set[Person]) -> dict[Person, frozenset[str]]:
    """Return who of some people can be written to still, each with what identifies them."""
    found = {
        person: frozenset({folded_text(str(person.key))})
        for person in people
        if company.holdings.subjects.get(person.kind, "") is None and is_known(company, person)
    }
    for kind in sorted({person.kind for person in people}):
        table = company.holdings.subjects.get(kind)
        if table is not None:
            keys = [person.key for person in people if person.kind == kind]
            found |= {Person(kind, key): texts for key, texts in _rows(company, table, kind, keys)}
    return found


def _rows(
    company: Company, table: str, kind: str, keys: Sequence[str | int]
) -> Iterator[tuple[str | int, frozenset[str]]]:
    """Yield the keys whose rows are there and identify somebody, with what does."""
    columns = sorted(company.holdings.identifiers[kind])
    with reading(company, table) as run:
        for key, values in run.rows_at(table, columns, keys):
            texts = frozenset(folded_text(str(one)) for one in values if one is not None)
            if texts - {""}:
                yield key, texts


def _last_way_back(company: Company) -> str | None:
    """Return until when the newest run can be undone; None where it cannot be."""
    newest = company.state.newest_receipt()
    end = newest.get("undo_until") if newest else None
    return str(end) if end and end > moment() else None


def _opened(keyring: Keyring, name: str) -> LetsIn:
    told = json.loads(keyring.key(name))
    kind, key = told["person"]
    return LetsIn(name, Person(kind, key), told["address"], told["at"], told["said"])
