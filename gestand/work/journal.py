"""The one journal: what is recorded gets its entry in the ledger, in the same transaction.

Then the journal signs how far the ledger has come. A crash in between leaves a head that is
behind, and the next command makes up for it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from gestand.core.ledger import Entry, Head, Seal, canonical
from gestand.errors import CannotRun
from gestand.records.base import Ledger, News, Overtaken
from gestand.work.facts import ASKED, DECIDED, FACTS, HIDDEN, WORDS
from gestand.work.heads import Heads
from gestand.work.intents import is_open
from gestand.work.memory import CLOCK_WAS_AHEAD, digest_of
from gestand.work.state import Entry as Told
from gestand.work.state import State

BEGUN, RECEIPT, COPY_BEGUN = "ledger begun", "receipt", "copy of heads begun"
TAKEN_OVER = "folder taken over"
_ATTEMPTS = 20
_NAMES_SOMEBODY = {"because", "by", WORDS}
"""What a fact says in the words of a person, or of one: a ledger forgets nothing."""


@dataclass(frozen=True)
class Journal:
    """The ledger of an organisation, what is kept beside it, and what signs its heads."""

    state: State
    ledger: Ledger
    seal: Seal
    heads: Heads

    def refuse_doubts(self) -> None:
        """Raise CannotRun where the folder or the ledger is an older copy, as `recording` does."""
        with self.state.in_turn():
            for doubt in self.doubts():
                raise CannotRun(doubt)

    @contextmanager
    def recording(self, *more: News) -> Iterator[list[News]]:
        """Record within the block, in one transaction with the entries that tell of it.

        `more` are entries of their own, to which the block may add. Raises CannotRun, before
        anything is recorded, where the ledger tells of something else than what is kept: one of
        them is an older copy, and what was asked or decided since would be forgotten.
        """
        with self.state.in_turn():
            for doubt in self.doubts():
                raise CannotRun(doubt)
            news = [*more]
            with self.ledger.together():
                yield news
                newest = self._appended(news)
            self._sign(newest)

    def take_over(self) -> None:
        """Take what an earlier version kept in files of the folder into own records, once.

        Raises CannotRun as `recording` does, or where a file says more than own records hold.
        """
        older, kept = self.state.older, self.ledger.kept
        if not older.is_there():
            return
        if kept.is_empty():
            told = {"receipts": len(older.receipts()), "facts": len(older.lines(FACTS))}
            with self.recording((TAKEN_OVER, told)):
                older.copy(kept)
        older.remove(kept)

    def begin_copy(self) -> None:
        """Begin another file for heads where the one that was kept is lost, and tell of it.

        Raises CannotRun where it is not lost, or where the ledger has no head at all.
        """
        copy, inside = self.heads.copy, self.heads.inside()
        if copy is None or inside is None:
            message = "there is no head yet, or no file for it: `records: heads:` in the data map"
            raise CannotRun(message)
        if self.heads.newest_outside() is not None:
            message = f"{copy} is there, and tells of a ledger: put it away first, and keep it"
            raise CannotRun(message)
        with self.state.in_turn():
            self._sign(self._appended([(COPY_BEGUN, {"after": inside.head.number})]))

    def clock_was_ahead(self) -> None:
        """Tell that the clock ran ahead until now: moments to come are no reason to doubt."""
        receipt, facts = self.state.next_receipt() - 1, len(list(self.state.lines(FACTS)))
        with self.recording((CLOCK_WAS_AHEAD, {"receipt": receipt, "facts": facts})):
            pass

    def doubts(self) -> Iterator[str]:
        """Yield what speaks against the folder or the ledger; nothing is changed."""
        if (doubt := self.heads.doubt()) is not None:
            yield doubt
        yield from self._doubts_about_the_ledger()
        if self.ledger.newest() is not None:
            yield from self._doubts_about_receipts()
            yield from self._doubts_about_facts()

    def _doubts_about_the_ledger(self) -> Iterator[str]:
        inside, place = self.heads.inside(), self.ledger.place
        told = [(inside.head, self.state.folder / "head.json")] if inside else []
        outside = self.heads.newest_outside()
        told += [(outside, self.heads.copy)] if outside and self.heads.copy else []
        for head, file in told:
            found = self.ledger.entry(head.number)
            if found is None:
                yield f"{place} is an older copy: {file} tells of {head.number} entries; {_RESTORE}"
            elif found.link != head.link:
                yield f"{place}: entry {head.number} is not the one {file} tells of; {_RESTORE}"
        if self.ledger.newest() is not None and self._begun()["signed_by"] != self.seal.public:
            yield f"{self.state.folder / 'sign'} is not the key of {place}; {_RESTORE}"

    def _doubts_about_receipts(self) -> Iterator[str]:
        known = self._latest(RECEIPT)
        if known is None:
            return
        number, place = known["receipt"], self.ledger.place
        there = self.state.receipt(number)
        if there is None:
            yield f"{place} lacks receipt {number}, of which its ledger tells; {_RESTORE}"
        elif not is_open(known["told"]) and _digest(there) != known["digest"]:
            yield f"{place}: receipt {number} is not the one of the ledger; {_RESTORE}"

    def _doubts_about_facts(self) -> Iterator[str]:
        known, facts = self._recorded(), list(self.state.lines(FACTS))
        lines: int = known["lines"]
        if len(facts) < lines or digest_of(self.state, facts[:lines]) != known["digest"]:
            yield (
                f"{self.ledger.place}: the requests and decisions are not the {lines} of which the "
                f"ledger tells, and would be forgotten; {_RESTORE}"
            )

    def _appended(self, more: Sequence[News] = ()) -> Entry:
        """Write what is new, and return the newest entry."""
        for _ in range(_ATTEMPTS):
            newest = self.ledger.newest()
            try:
                newest = self.ledger.append(newest, [*self._news(newest), *more])
            except Overtaken:
                continue
            if newest is not None:
                return newest
        message = f"{self.ledger.place}: others write all the time; try again"
        raise CannotRun(message)

    def _news(self, newest: Entry | None) -> Iterator[News]:
        if newest is None:
            yield BEGUN, {"ledger": secrets.token_hex(16), "signed_by": self.seal.public}
        yield from self._new_facts(0 if newest is None else self._recorded()["lines"])
        yield from self._new_receipts(None if newest is None else self._latest(RECEIPT))

    def _new_facts(self, known: int) -> Iterator[News]:
        facts = list(self.state.lines(FACTS))
        for number, fact in enumerate(facts[known:], start=known + 1):
            told = {**self._without_words(fact), "number": number}
            if number == len(facts):
                told["recorded"] = {"lines": number, "digest": digest_of(self.state, facts)}
            yield fact["fact"], told

    def _without_words(self, fact: Told) -> dict[str, Any]:
        """Return a fact without what names somebody; a digest stands for the whole of it."""
        told = {k: v for k, v in fact.items() if k not in _NAMES_SOMEBODY}
        if "rows" in told:
            told["rows"] = len(told["rows"])
        return {**told, "digest": digest_of(self.state, [fact])}

    def _new_receipts(self, known: Told | None) -> Iterator[News]:
        newest = self.state.next_receipt() - 1
        first = known["receipt"] if known else 1
        for number in range(first, newest + 1):
            told = self.state.receipt(number)
            if told is None:
                continue  # the oldest may have been put away before there was a ledger
            digest = _digest(told)
            if known is None or number > first or digest != known["digest"]:
                said = {"receipt": number, "status": told["status"], "digest": digest}
                yield RECEIPT, {**said, "told": told}

    def _sign(self, newest: Entry) -> None:
        head = Head(str(self._begun()["ledger"]), newest.number, newest.link, newest.at)
        self.heads.write(replace(head, signature=self.seal.sign(head.sealed())))

    def _begun(self) -> Mapping[str, Any]:
        return self._latest(BEGUN) or {"ledger": "", "signed_by": ""}

    def _recorded(self) -> Mapping[str, Any]:
        """Return how many facts the ledger tells of, and their digest."""
        told = self._latest(ASKED, DECIDED, HIDDEN)
        return told["recorded"] if told else {"lines": 0, "digest": ""}

    def _latest(self, *kinds: str) -> Mapping[str, Any] | None:
        entry = self.ledger.latest(*kinds)
        if entry is None:
            return None
        try:
            told: Mapping[str, Any] = json.loads(entry.told)
        except ValueError as error:
            message = f"{self.ledger.place}: entry {entry.number} cannot be read; {_RESTORE}"
            raise CannotRun(message) from error
        return told


_RESTORE = "`gestand verify` looks at all of it; restore the newest backup of the whole folder"


def _digest(receipt: Told) -> str:
    """Return a digest of a receipt; its hour may be corrected where a clock ran ahead."""
    said = {name: value for name, value in receipt.items() if name != "at"}
    return sha256(canonical(said).encode()).hexdigest()
