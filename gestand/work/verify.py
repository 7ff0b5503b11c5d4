"""Look all of the ledger through: its chain, its heads, and what stands beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gestand.core.ledger import Broken, Entry, Head, Verified, verify
from gestand.errors import CannotRun
from gestand.records.base import Ledger
from gestand.work.consents.sealed import doubts_about_consents
from gestand.work.heads import Heads
from gestand.work.journal import Journal
from gestand.work.keyring import DESTROYED
from gestand.work.mails import doubts_about_mails
from gestand.work.registers import not_as_told, of_register
from gestand.work.rights import doubts_about_requests
from gestand.work.tokens import doubts_about_tokens
from gestand.work.words import forgotten


@dataclass(frozen=True)
class Health:
    """How many entries and heads hold, and what is wrong; `copy` is where heads are kept.

    `forgotten` are reasons and names of decisions of which the key was destroyed, as the ledger
    tells: what was decided still holds.
    """

    entries: int
    newest: Entry | None
    heads: int
    copy: Path | None
    wrong: tuple[str, ...]
    forgotten: int = 0


def look_through(journal: Journal) -> Health:
    """Return whether the ledger, its heads, the receipts and the facts are what they were.

    Raises CannotRun where something cannot be read at all.
    """
    inside = journal.heads.inside()
    kept = journal.heads.all_outside()
    heads = [*kept, *([inside.head] if inside else [])]
    signed = [head for head in heads if journal.seal.holds(head.sealed(), head.signature)]
    read = _Reading(journal.ledger)
    chain = _verified(read, signed)
    forgotten = 0
    wrong = [*_of_the_chain(chain), *_of_the_heads(heads, signed)]
    if not wrong:
        # What follows asks the ledger, so it counts only where that can be believed.
        wrong = [f"{journal.ledger.place}: {told}" for told in _damage(journal)]
        wrong += journal.doubts()
        doubts = (about(journal) for about in _DOUBTS)
        wrong += [f"{journal.ledger.place}: {told}" for found in doubts for told in found]
        if not wrong:
            forgotten, wrong = _forgotten(journal, read.destroyed)
            wrong += _of_the_registers(journal, read.registers)
    told = (chain.entries, chain.newest, len(kept), journal.heads.copy, tuple(wrong))
    return Health(*told, forgotten)


_DOUBTS = (
    doubts_about_consents, doubts_about_requests, doubts_about_mails, doubts_about_tokens,
)  # fmt: skip


def without_ledger(heads: Heads) -> Health:
    """Return what is wrong where no ledger was begun: nothing, unless a head tells of one."""
    inside, outside = heads.inside(), heads.newest_outside()
    told = (inside.head if inside else None) or outside
    wrong = (f"the ledger is gone: a head tells of {told.number} entries",) if told else ()
    return Health(0, None, 0, heads.copy, wrong)


def _verified(read: _Reading, heads: list[Head]) -> Verified:
    """Return whether the chain holds; where the database cannot read on, it does not."""
    try:
        return verify(read, heads)
    except CannotRun as error:
        return Verified(read.number, read.newest, Broken(read.number + 1, str(error)))


@dataclass
class _Reading:
    """The entries of a ledger, how many of them were read, and which keys they say are gone."""

    ledger: Ledger
    number: int = 0
    newest: Entry | None = None
    destroyed: set[str] = field(default_factory=set)
    registers: dict[str, list[str]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Entry]:
        for entry in self.ledger.entries():
            yield entry
            self.number, self.newest = self.number + 1, entry
            if entry.kind == DESTROYED:
                self.destroyed.add(json.loads(entry.told)["key"])
            elif (register := of_register(entry.kind)) is not None:
                self.registers.setdefault(register, []).append(json.loads(entry.told)["digest"])


def _of_the_chain(chain: Verified) -> Iterator[str]:
    if chain.broken is not None:
        held = f"the {chain.entries} before it hold" if chain.entries else "none before it"
        yield f"entry {chain.broken.number}: {chain.broken.why}; {held}"


def _of_the_heads(heads: list[Head], signed: list[Head]) -> Iterator[str]:
    false = next((head for head in heads if head not in signed), None)
    if false is not None:
        yield f"the head of entry {false.number} was not signed with the key of this ledger"


def _forgotten(journal: Journal, destroyed: set[str]) -> tuple[int, list[str]]:
    """Return how many words were forgotten, and what is wrong: a key went, and nobody tells why."""
    if not forgotten(journal.state, frozenset())[1]:
        return 0, []  # an older version may have made no table for keys
    keys = frozenset(key.name for key in journal.ledger.keys.all())
    count, gone = forgotten(journal.state, keys)
    lost = len(gone - destroyed)
    told = f"{journal.ledger.place} lacks {lost} keys, and no entry tells that they were destroyed"
    return count, [told] if lost else []


def _of_the_registers(journal: Journal, told: Mapping[str, list[str]]) -> Iterator[str]:
    for register in not_as_told(journal.state, told):
        yield f"{journal.ledger.place}: the {register} are not those of which the ledger tells"


def _damage(journal: Journal) -> Iterator[str]:
    told = journal.ledger.damage()
    if told is not None:
        yield f"the database finds its file damaged ({told})"
