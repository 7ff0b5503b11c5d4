"""Look all of the ledger through: its chain, its heads, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gestand.core.ledger import Broken, Entry, Head, Verified, verify
from gestand.errors import CannotRun
from gestand.records.base import Ledger
from gestand.work.heads import Heads
from gestand.work.journal import Journal


@dataclass(frozen=True)
class Health:
    """How many entries and heads hold, and what is wrong; `copy` is where heads are kept."""

    entries: int
    newest: Entry | None
    heads: int
    copy: Path | None
    wrong: tuple[str, ...]


def look_through(journal: Journal) -> Health:
    """Return whether the ledger, its heads, the receipts and the facts are what they were.

    Raises CannotRun where something cannot be read at all.
    """
    inside = journal.heads.inside()
    kept = journal.heads.all_outside()
    heads = [*kept, *([inside.head] if inside else [])]
    signed = [head for head in heads if journal.seal.holds(head.sealed(), head.signature)]
    chain = _verified(journal, signed)
    wrong = [*_of_the_chain(chain), *_of_the_heads(heads, signed)]
    if not wrong:
        # What follows asks the ledger, so it counts only where that can be believed.
        wrong = [f"{journal.ledger.place}: {told}" for told in _damage(journal)]
        wrong += journal.doubts()
    return Health(chain.entries, chain.newest, len(kept), journal.heads.copy, tuple(wrong))


def without_ledger(heads: Heads) -> Health:
    """Return what is wrong where no ledger was begun: nothing, unless a head tells of one."""
    inside, outside = heads.inside(), heads.newest_outside()
    told = (inside.head if inside else None) or outside
    wrong = (f"the ledger is gone: a head tells of {told.number} entries",) if told else ()
    return Health(0, None, 0, heads.copy, wrong)


def _verified(journal: Journal, heads: list[Head]) -> Verified:
    """Return whether the chain holds; where the database cannot read on, it does not."""
    read = _Reading(journal.ledger)
    try:
        return verify(read, heads)
    except CannotRun as error:
        return Verified(read.number, read.newest, Broken(read.number + 1, str(error)))


@dataclass
class _Reading:
    """The entries of a ledger, and how many of them were read."""

    ledger: Ledger
    number: int = 0
    newest: Entry | None = None

    def __iter__(self) -> Iterator[Entry]:
        for entry in self.ledger.entries():
            yield entry
            self.number, self.newest = self.number + 1, entry


def _of_the_chain(chain: Verified) -> Iterator[str]:
    if chain.broken is not None:
        held = f"the {chain.entries} before it hold" if chain.entries else "none before it"
        yield f"entry {chain.broken.number}: {chain.broken.why}; {held}"


def _of_the_heads(heads: list[Head], signed: list[Head]) -> Iterator[str]:
    false = next((head for head in heads if head not in signed), None)
    if false is not None:
        yield f"the head of entry {false.number} was not signed with the key of this ledger"


def _damage(journal: Journal) -> Iterator[str]:
    told = journal.ledger.damage()
    if told is not None:
        yield f"the database finds its file damaged ({told})"
