"""The one journal: what is recorded gets its entry in the ledger, in the same transaction.

Then the journal signs how far the ledger has come. A crash in between leaves a head that is
behind, and the next command makes up for it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from threading import get_ident
from typing import Any

from gestand.core.ledger import Entry, Head, Seal, canonical
from gestand.errors import CannotRun
from gestand.records.base import Ledger, News, Overtaken
from gestand.work.facts import ASKED, DECIDED, FACTS, HIDDEN, TAKEN_BACK, WORDS
from gestand.work.fence import refuse_overtaken
from gestand.work.heads import Heads
from gestand.work.intents import is_open
from gestand.work.memory import CLOCK_WAS_AHEAD, digest_of
from gestand.work.said import Entry as Told
from gestand.work.state import State

BEGUN, RECEIPT, COPY_BEGUN = "ledger begun", "receipt", "copy of heads begun"
TAKEN_OVER = "folder taken over"
_ATTEMPTS = 20
_OF_FACTS = (ASKED, TAKEN_BACK, DECIDED, HIDDEN)
_NOTHING: Mapping[str, Any] = {"lines": 0, "digest": ""}
_NAMES_SOMEBODY = {"because", "by", WORDS}
"""What a fact says in the words of a person, or of one: a ledger forgets nothing."""


@dataclass(frozen=True)
class _Known:
    """What a ledger tells of itself, of the newest receipt, and of how many facts there are.

    `mark` is what stays the same while nobody else writes, and `written` how often this process had
    written receipts and facts when the ledger told of all of them; None where that is not known.
    """

    mark: object
    newest: Entry | None
    begun: Mapping[str, Any]
    receipt: Mapping[str, Any] | None
    recorded: Mapping[str, Any]
    written: int | None = None

    def after(self, newest: Entry, news: Sequence[News]) -> _Known:
        """Return what it tells after some news, of which the last is the newest entry."""
        known = replace(self, newest=newest)
        for kind, told in news:
            if kind == BEGUN:
                known = replace(known, begun=told)
            elif kind == RECEIPT:
                known = replace(known, receipt=told)
            elif kind in _OF_FACTS:
                known = replace(known, recorded=told.get("recorded", known.recorded))
        return known


@dataclass
class _Lately:
    """What a journal saw when it looked or wrote last, None while it did neither.

    `news` is what is being recorded, by the thread that does.
    """

    known: _Known | None = None
    news: dict[int, list[News]] = field(default_factory=dict)


@dataclass(frozen=True)
class Journal:
    """The ledger of an organisation, what is kept beside it, and what signs its heads."""

    state: State
    ledger: Ledger
    seal: Seal
    heads: Heads
    _lately: _Lately = field(default_factory=_Lately, compare=False, repr=False)

    def refuse_doubts(self) -> None:
        """Raise CannotRun where the folder or the ledger is an older copy, as `recording` does."""
        with self.state.in_turn():
            self._looked()

    @contextmanager
    def recording(self, *more: News) -> Iterator[list[News]]:
        """Record within the block, in one transaction with the entries that tell of it.

        `more` are entries of their own, to which the block may add. Raises CannotRun, before
        anything is recorded, where the ledger tells of something else than what is kept: one of
        them is an older copy, and what was asked or decided since would be forgotten. Within a
        block of the same thread it is a part of that: all is recorded or nothing.
        """
        if (outer := self._lately.news.get(get_ident())) is not None:
            outer.extend(more)
            yield outer
            return
        with self.state.in_turn():
            news = [*more]
            with self.ledger.together(), self._open(news):
                with self.state.kept_steps() as kept:
                    refuse_overtaken(kept)
                known = self._looked()
                yield news
                known = self._appended(known, news)
            self._sign(known)
            self._lately.known = known

    @contextmanager
    def _open(self, news: list[News]) -> Iterator[None]:
        """Let this thread add to what it records already."""
        self._lately.news[get_ident()] = news
        try:
            yield
        finally:
            del self._lately.news[get_ident()]

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
            news = [(COPY_BEGUN, {"after": inside.head.number})]
            self._sign(self._appended(self._as_told(), news))

    def clock_was_ahead(self) -> None:
        """Tell that the clock ran ahead until now: moments to come are no reason to doubt."""
        receipt, facts = self.state.next_receipt() - 1, len(list(self.state.lines(FACTS)))
        with self.recording((CLOCK_WAS_AHEAD, {"receipt": receipt, "facts": facts})):
            pass

    def doubts(self) -> Iterator[str]:
        """Yield what speaks against the folder or the ledger; nothing is changed."""
        if (doubt := self.heads.doubt()) is not None:
            yield doubt
        yield from self._doubts_about(self._as_told())

    def _doubts_about(self, known: _Known) -> Iterator[str]:
        yield from self._doubts_about_the_ledger(known)
        if known.newest is not None:
            yield from self._doubts_about_receipts(known.receipt)
            yield from self._doubts_about_facts(known.recorded)

    def _doubts_about_the_ledger(self, known: _Known) -> Iterator[str]:
        inside, place = self.heads.inside(), self.ledger.place
        told = [(inside.head, self.state.folder / "head.json")] if inside else []
        outside = self.heads.newest_outside()
        told += [(outside, self.heads.copy)] if outside and self.heads.copy else []
        for head, file in told:
            newest = known.newest
            is_it = newest is not None and newest.number == head.number
            found = newest if is_it else self.ledger.entry(head.number)
            if found is None:
                yield f"{place} is an older copy: {file} tells of {head.number} entries; {_RESTORE}"
            elif found.link != head.link:
                yield f"{place}: entry {head.number} is not the one {file} tells of; {_RESTORE}"
        if known.newest is not None and known.begun["signed_by"] != self.seal.public:
            yield f"{self.state.folder / 'sign'} is not the key of {place}; {_RESTORE}"

    def _doubts_about_receipts(self, known: Mapping[str, Any] | None) -> Iterator[str]:
        if known is None:
            return
        number, place = known["receipt"], self.ledger.place
        there = self.state.receipt(number)
        if there is None:
            yield f"{place} lacks receipt {number}, of which its ledger tells; {_RESTORE}"
        elif not is_open(known["told"]) and _digest(there) != known["digest"]:
            yield f"{place}: receipt {number} is not the one of the ledger; {_RESTORE}"

    def _doubts_about_facts(self, known: Mapping[str, Any]) -> Iterator[str]:
        facts = list(self.state.lines(FACTS))
        lines: int = known["lines"]
        if len(facts) < lines or digest_of(self.state, facts[:lines]) != known["digest"]:
            yield (
                f"{self.ledger.place}: the requests and decisions are not the {lines} of which the "
                f"ledger tells, and would be forgotten; {_RESTORE}"
            )

    def _looked(self) -> _Known:
        """Return what the ledger tells; CannotRun as `recording` raises it.

        INVARIANT: what this journal wrote last still stands where the database says that nobody
        else wrote since, and heads tell of that entry: only then is nothing of it read again.
        """
        mark, lately = self.ledger.unchanged(), self._lately.known
        if mark is not None and lately is not None and (mark, True) == (
            lately.mark, self._tell_of(lately.newest)
        ):
            return lately
        if (doubt := self.heads.doubt()) is not None:
            raise CannotRun(doubt)
        known = self._as_told(mark)
        for doubt in self._doubts_about(known):
            raise CannotRun(doubt)
        # Before anything was begun there is nothing to know.
        self._lately.known = known if known.newest is not None else None
        return known

    def _tell_of(self, newest: Entry | None) -> bool:
        """Tell whether the heads are there and tell of an entry as the newest."""
        if newest is None or self.heads.doubt() is not None:
            return False
        inside, outside = self.heads.inside(), self.heads.newest_outside()
        told = [inside.head if inside else None, *([outside] if self.heads.copy else [])]
        return all(h and (h.number, h.link) == (newest.number, newest.link) for h in told)

    def _as_told(self, mark: object = None) -> _Known:
        """Return what the ledger tells by now."""
        newest = self.ledger.newest()
        if newest is None:
            return _Known(mark, None, {}, None, _NOTHING)
        return _Known(mark, newest, self._begun(), self._latest(RECEIPT), self._recorded())

    def _appended(self, known: _Known, more: Sequence[News]) -> _Known:
        """Write what is new, and return what the ledger tells then."""
        for _ in range(_ATTEMPTS):
            # INVARIANT: `known` is of a moment since which nobody else wrote: see `_looked`.
            written = self.state.written
            news = [*(() if known.written == written else self._news(known)), *more]
            try:
                newest = self.ledger.append(known.newest, news)
            except Overtaken:
                known = self._as_told()  # another machine wrote: look at all of it next time
                continue
            if newest is not None:
                return replace(known.after(newest, news), written=written)
        message = f"{self.ledger.place}: others write all the time; try again"
        raise CannotRun(message)

    def _news(self, known: _Known) -> Iterator[News]:
        if known.newest is None:
            yield BEGUN, {"ledger": secrets.token_hex(16), "signed_by": self.seal.public}
        first = known.receipt["receipt"] if known.receipt else 1
        lines, receipts = self.state.since(FACTS, first)
        if lines > known.recorded["lines"]:
            yield from self._new_facts(known.recorded["lines"])
        for number, told in receipts:
            digest = _digest(told)
            if known.receipt is None or number > first or digest != known.receipt["digest"]:
                said = {"receipt": number, "status": told["status"], "digest": digest}
                yield RECEIPT, {**said, "told": told}

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

    def _sign(self, known: _Known) -> None:
        newest = known.newest
        if newest is None:
            return
        head = Head(str(known.begun["ledger"]), newest.number, newest.link, newest.at)
        self.heads.write(replace(head, signature=self.seal.sign(head.sealed())))

    def _begun(self) -> Mapping[str, Any]:
        return self._latest(BEGUN) or {"ledger": "", "signed_by": ""}

    def _recorded(self) -> Mapping[str, Any]:
        """Return how many facts the ledger tells of, and their digest."""
        told = self._latest(*_OF_FACTS)
        return told["recorded"] if told else _NOTHING

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
