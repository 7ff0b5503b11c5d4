"""Read facts.yaml: the facts about people that an organisation keeps beside its policy.

Nothing that stands in it may come back in a message: whoever writes a name in the wrong
place must not find it in a report. Messages repeat words of the language and names of the
policy only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from gestand.core.document import Items, Node, read
from gestand.core.entries import Entry, Reader
from gestand.core.facts import (
    DATA,
    FOR,
    ConsentWithdrawn,
    ErasureAsked,
    Fact,
    HoldPlaced,
    HoldReleased,
    Objected,
    ObjectionWithdrawn,
    Part,
    Person,
    RestrictionLifted,
    RestrictionPlaced,
)
from gestand.core.findings import Finding, Span
from gestand.core.found import Found, Word
from gestand.core.policy.model import Basis, Policy
from gestand.core.recorded_keys import FACTS, FILE
from gestand.core.standing import standing

CODES = {
    "G601": "a fact does not say whom it is about",
    "G602": "the time of a fact does not say its zone",
    "G603": "a fact is about a purpose on which it has no effect",
    "G604": "a fact ends something that had not begun",
    "G605": "a restriction is lifted before the person was told",
    "G606": "a release may be of one of several holds",
    "G607": "a restriction names both a category and a purpose",
}

_COMMON = ("fact", "who", "when", "source")
_DIGEST = re.compile(r"#[0-9a-f]{64}\Z")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}")
_QUOTED = re.compile(r"`([^`]*)`")
_WHO = "write `who: KIND:KEY`, or `who: KIND:#DIGEST` as `gestand who` prints it"


@dataclass(frozen=True)
class Known:
    """What facts may name: `kinds` tells of each kind of person whether they have rows."""

    kinds: Mapping[str, bool]
    bases: Mapping[str, Basis]
    zone: str
    categories: frozenset[str] = frozenset()

    @classmethod
    def of(cls, versions: tuple[Policy, ...], kinds: Mapping[str, bool]) -> Known:
        """Return what the versions of a policy declare; the newest one counts."""
        bases = {name: p.basis for policy in versions for name, p in policy.purposes.items()}
        categories = frozenset(versions[-1].categories)
        return cls(kinds, bases, versions[-1].controller.zone, categories)


def parse_facts(text: str, file: str, known: Known) -> tuple[tuple[Fact, ...], list[Finding]]:
    """Return the facts in `text`, in their order, and what is wrong in it."""
    document = read(text, file)
    found = Found()
    for finding in document.findings:
        found.keep(finding)
    facts: list[Fact] = []
    if document.root is not None:
        facts = _FactReader(Reader(document, found), known).facts(document.root)
        _check_ends(facts, found)
    words = {*FILE.names, *FACTS, *known.kinds, *known.bases, *known.categories}
    words |= {"true", "false", "1", "facts: 1"}
    words |= {_GIVEN}
    words |= {key for kind in FACTS.values() for key in kind.names}
    return tuple(facts), [_without_what_was_written(finding, words) for finding in found.all()]


def _without_what_was_written(finding: Finding, words: set[str]) -> Finding:
    """Take out of a message whatever is no word of the language or the policy."""
    fragment = finding.fragment if finding.fragment in words else ""
    message = _QUOTED.sub(lambda m: m[0] if m[1] in words else "what stands here", finding.message)
    return replace(finding, message=message, fragment=fragment)


class _FactReader:
    """Reads the facts of one file."""

    def __init__(self, reader: Reader, known: Known) -> None:
        self.reader = reader
        self.found = reader.found
        self.known = known

    def facts(self, root: Node) -> list[Fact]:
        """Read every fact; one that is not whole is left out, with a finding."""
        top = self.reader.entry(root, "this file of facts", FILE)
        if top.broken:
            return []
        self.reader.version(top, "facts")
        recorded = top.need("recorded", "list the facts under `recorded:`")
        if recorded is not None and not isinstance(recorded, Items):
            self.reader.shape(recorded, "a list of facts")
        items = recorded.items if isinstance(recorded, Items) else ()
        return [fact for fact in map(self._fact, items) if fact is not None]

    def _fact(self, node: Node) -> Fact | None:
        plain = Entry(self.reader, node, "a fact")
        if plain.broken:
            return None
        word = self.reader.text(plain.need("fact", "say what happened"), "word")
        if word is None:
            return None
        if word not in FACTS:
            message = f"`{word}` is no fact that is known"
            known = ", ".join(f"`{name}`" for name in FACTS)
            hint = _ELSEWHERE if word == _GIVEN else f"write one of {known}"
            self.found.add(word.span, "G123", message, word, hint)
            return None
        # What it holds is said by its words: what somebody wrote in it stands in no message.
        entry = self.reader.entry(node, f"`{word}`", FACTS[word])
        further = [key for key in FACTS[word].keys if key.name not in _COMMON]
        written = [key.name for key in further if key.must or entry.get(key.name) is not None]
        values = {key: self._value(word, key, entry) for key in written}
        person, on = self._who(entry), self._day(entry, "when")
        if person is None or on is None or None in values.values():
            return None
        if "category" in values and "purpose" in values:
            message = "this names both a category and a purpose"
            hint = "write two facts: each can be lifted by itself"
            self.found.add(word.span, "G607", message, "", hint)
            return None
        source = self.reader.text(entry.get("source")) or ""
        return replace(_MAKES[word](person, on, values), source=source, span=entry.span)

    def _value(self, fact: Word, key: str, entry: Entry) -> object:
        if key in ("told", "review", "placed"):
            return self._day(entry, key)
        if key == "purpose":
            return self._purpose(fact, entry)
        if key == "category":
            return self._category(entry)
        return self.reader.text(entry.need(key, f"write `{key}:`, in a few words"))

    def _who(self, entry: Entry) -> Person | None:
        word = self.reader.text(entry.need("who", _WHO), "person")
        if word is None:
            return None
        kind, _, key = word.partition(":")
        kind, key = kind.strip(), key.strip()
        if not key:
            self.found.add(word.span, "G601", "this names nobody", "", _WHO)
        elif kind not in self.known.kinds:
            self.found.unknown("kind of person", Word(kind, word.span), self.known.kinds, word.span)
        elif _DIGEST.match(key):
            return Person(kind, key[1:], hidden=True)
        elif "@" in key or not self.known.kinds[kind]:
            message = "an address or another identifier does not belong in this file"
            hint = "write its digest: `gestand who` prints it"
            self.found.add(word.span, "G601", message, "", hint)
        else:
            return Person(kind, key)
        return None

    def _category(self, entry: Entry) -> Word | None:
        word = self.reader.text(entry.need("category", "name the category"))
        if word is not None and word not in self.known.categories:
            self.found.unknown("category", word, self.known.categories, word.span)
            return None
        return word

    def _purpose(self, fact: Word, entry: Entry) -> Word | None:
        word = self.reader.text(entry.need("purpose", "name the purpose that it is about"))
        if word is None:
            return None
        if word not in self.known.bases:
            self.found.unknown("purpose", word, self.known.bases, word.span)
            return None
        if fact not in _NEEDS:
            return word
        needs, hint = _NEEDS[fact]
        if self.known.bases[word] is not needs:
            message = f"`{fact}` has no effect on `{word}`, whose basis is another"
            self.found.add(word.span, "G603", message, word, hint)
            return None
        return word

    def _day(self, entry: Entry, key: str) -> date | None:
        """Return a day of the controller; a time says its zone and is brought to that day."""
        node = entry.need(key, f"add the day: `{key}: 2026-12-01`")
        word = self.reader.text(node, "date")
        if word is None or not _TIME.match(word):
            return self.reader.day(node) if word else None
        try:
            moment = datetime.fromisoformat(word)
            day = moment.astimezone(ZoneInfo(self.known.zone)).date()
        except (ValueError, OverflowError, KeyError):
            # No such time. A zone that does not exist is a finding of the policy already.
            return self.reader.day(node)
        if moment.tzinfo is not None:
            return day
        message = "this time does not say its zone"
        hint = "write the day alone, or the time with its zone: `2026-12-01T09:30+01:00`"
        self.found.add(word.span, "G602", message, "", hint)
        return None


def _check_ends(facts: list[Fact], found: Found) -> None:
    stands = standing(facts, date.max)
    for unclear in stands.unclear:
        message = "there are several holds on this person, and this may be the end of one of them"
        hint = "write the day of that hold: `placed: 2026-05-10`; two of one day are one hold"
        found.add(unclear.span or Span(""), "G606", message, "", hint)
    for fact in stands.astray:
        message = "this ends something that had not begun for this person by that day"
        hint = "look at `who` and `when` here and where it began; the later of one day comes last"
        found.add(fact.span or Span(""), "G604", message, "", hint)
    for fact in facts:
        if isinstance(fact, RestrictionLifted) and fact.told > fact.on:
            message = "the person was told after the restriction was lifted"
            hint = "tell the person first, and lift it on that day or later"
            found.add(fact.span or Span(""), "G605", message, "", hint)


_Make = Callable[[Person, date, Mapping[str, object]], Fact]


def _of(kind: type[Fact]) -> _Make:
    """Return what makes a fact of a kind, whose fields are named as the keys are."""
    return lambda person, on, values: kind(person, on, **values)  # type: ignore[arg-type]  # read


def _of_part(kind: type[Fact]) -> _Make:
    """Return what makes a fact that may be about a category, or about a purpose, alone."""

    def make(person: Person, on: date, values: Mapping[str, object]) -> Fact:
        others = {name: value for name, value in values.items() if name not in _PARTS}
        named = next((name for name in values if name in _PARTS), None)
        if named is not None:
            others["part"] = Part(_PARTS[named], str(values[named]))
        return _of(kind)(person, on, others)

    return make


_PARTS = {"category": DATA, "purpose": FOR}
"""By the key that names it what kind of part is restricted alone."""

_MAKES: Mapping[str, _Make] = {
    "erasure asked": _of(ErasureAsked),
    "consent refused": _of(ConsentWithdrawn),
    "consent withdrawn": _of(ConsentWithdrawn),
    "objection": _of(Objected),
    "objection withdrawn": _of(ObjectionWithdrawn),
    "restriction": _of_part(RestrictionPlaced),
    "restriction lifted": _of_part(RestrictionLifted),
    "hold": _of(HoldPlaced),
    "hold released": _of(HoldReleased),
}

_GIVEN = "consent given"
_ELSEWHERE = (
    "write its day in the column that `consent PURPOSE:` of the data map names: consent counts for "
    "one occasion, and only that row says which"
)
_OBJECT = "only an interest can be objected to: end the contract, or withdraw the consent"
_WITHDRAW = "only a consent can be withdrawn: to an interest there is `objection`"
_NEEDS = {
    "objection": (Basis.INTEREST, _OBJECT),
    "objection withdrawn": (Basis.INTEREST, _OBJECT),
    "consent refused": (Basis.CONSENT, _WITHDRAW),
    "consent withdrawn": (Basis.CONSENT, _WITHDRAW),
}
