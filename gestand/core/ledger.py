"""The ledger: entries that each seal the one before, and heads that say how far it had come.

INVARIANT: the bytes that a link seals are those that stand in the database; whoever changes
one of them, or takes an entry out of the middle, breaks the chain at that entry. What is cut
off at the end only a head can tell, and only one that is kept elsewhere (decision 026).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple, Protocol

Json = None | bool | int | str | Sequence["Json"] | Mapping[str, "Json"]

_HEAD = "gestand head 1"


class Entry(NamedTuple):
    """One thing that happened; `told` is canonical text, `link` seals it and all before it.

    A tuple, since a million of them are verified at once.
    """

    number: int
    at: str
    kind: str
    told: str
    link: str


@dataclass(frozen=True)
class Head:
    """How far a ledger had come: its newest entry then, and who signs for that."""

    ledger: str
    number: int
    link: str
    at: str
    signature: str = ""

    def sealed(self) -> bytes:
        """Return the bytes that a signature is about."""
        return canonical([_HEAD, self.ledger, self.number, self.link, self.at]).encode()


class Seal(Protocol):
    """What signs heads, and tells whether a signature is its own."""

    @property
    def public(self) -> str:
        """By what anybody can check a signature, without being able to make one."""

    def sign(self, text: bytes) -> str:
        """Return the signature of a text."""

    def holds(self, text: bytes, signature: str) -> bool:
        """Tell whether a text was signed so."""

    def is_of(self, public: str, text: bytes, signature: str) -> bool:
        """Tell whether a text was signed by whoever has another key, known by its public part."""


@dataclass(frozen=True)
class Broken:
    """The first entry that is not what it was when it was written, and what is wrong."""

    number: int
    why: str


@dataclass(frozen=True)
class Verified:
    """How many entries hold, the newest of them, and the first that does not."""

    entries: int
    newest: Entry | None
    broken: Broken | None


def canonical(value: Json) -> str:
    """Return the one text of a value: sorted keys, no spaces, nothing but ASCII.

    Other letters are written as escapes, so that no database and no editor can write them in
    another way.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def following(newest: Entry | None, at: str, kind: str, told: Json) -> Entry:
    """Return the entry that comes after `newest`."""
    number, text = (newest.number if newest else 0) + 1, canonical(told)
    link = _link(newest.link if newest else "", number, at, kind, text)
    return Entry(number, at, kind, text, link)


def verify(entries: Iterable[Entry], heads: Iterable[Head] = ()) -> Verified:
    """Return whether entries, given oldest first, are what they were, and reach every head."""
    said: dict[int, set[str]] = {}
    for head in heads:
        said.setdefault(head.number, set()).add(head.link)
    newest: Entry | None = None
    count, link = 0, ""
    for entry in entries:
        if (why := _wrong(count + 1, link, entry)) is not None:
            return Verified(count, newest, Broken(count + 1, why))
        if said and said.pop(count + 1, {entry.link}) != {entry.link}:
            why = "a head that was signed then tells of another entry"
            return Verified(count, newest, Broken(count + 1, why))
        newest, link = entry, entry.link
        count += 1
    if said:
        why = f"it is gone: a head tells of {max(said)} entries"
        return Verified(count, newest, Broken(count + 1, why))
    return Verified(count, newest, None)


def part(
    entries: Iterable[Entry], last: int, since: datetime | None
) -> Iterator[tuple[str, Entry]]:
    """Yield entries up to number `last`, each with the link of the one before it.

    They begin with the first that was written at `since` or later; `since` is aware.
    """
    before, begun = "", since is None
    for entry in entries:
        if entry.number > last:
            continue  # whoever reads a database as a stream reads it to its end
        begun = begun or since is None or datetime.fromisoformat(entry.at) >= since
        if begun:
            yield before, entry
        before = entry.link


def _wrong(place: int, previous: str, entry: Entry) -> str | None:
    """Return what is wrong with an entry in its place; a million of them are looked at at once."""
    number, at, kind, told, link = entry
    if number != place:
        return f"entry {number} stands in its place"
    try:
        holds = _link(previous, number, at, kind, told) == link
    except TypeError:
        return "it is no text"  # a byte that tells the kind of a value was changed
    return None if holds else "it is not what it was when it was written"


def _link(previous: str, number: int, at: str, kind: str, told: str) -> str:
    """Return the seal of an entry: lengths come first, so that no field can flow into another."""
    sealed = f"{number} {len(at)} {len(kind)} {len(told)}\n{previous}{at}{kind}{told}"
    return sha256(sealed.encode("utf-8", "surrogatepass")).hexdigest()
