"""Read the purposes of a policy: basis, people, categories, occasions, period.

INVARIANT: what cannot be read is filled with what removes nothing: a purpose whose period
is wrong keeps its values as long as the calendar goes. No plan is made while there are
findings; this is the second lock on that door.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from gestand.core.calendar import Period
from gestand.core.document import MOST_VALUES, Fields, Node
from gestand.core.entries import Entry, Reader
from gestand.core.findings import Span
from gestand.core.found import Word, shown
from gestand.core.policy.model import Basis, DataItem, Ending, Keep, Purpose, Words
from gestand.core.policy.purpose_keys import BASIS, CHOSEN_BY, CONDITIONS, COVERS, KEEP, PURPOSE

CODES = {
    "G201": "a purpose has no lawful basis",
    "G202": "a purpose has no period",
    "G204": "`everything in` names a purpose that leads back to itself",
}

FOREVER = Period(years=999)
EVERYTHING = "everything in "
FISCAL = "end of fiscal year of "

_AGE = re.compile(r"[1-9][0-9]?\Z")
_AT_MOST = re.compile(r"(\S+) after (\S.*)\Z")


class PurposeReader:
    """Reads the purposes of one policy."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.found = reader.found
        self._written = 0

    def purposes(self, node: Node | None) -> dict[str, Purpose]:
        """Return every purpose by its id."""
        entries = {
            name: self.reader.entry(value, f"purpose `{name}`", PURPOSE)
            for name, value in self.reader.named(node, "purpose").items()
        }
        data = self._all_data(entries)
        return {name: self._purpose(name, entry, data[name]) for name, entry in entries.items()}

    def _purpose(self, name: Word, entry: Entry, data: tuple[DataItem, ...]) -> Purpose:
        basis, words = self._basis(entry)
        title = entry.need("title", "say in a few words what the data are for")
        tail, asks = entry.get("tail use"), entry.get("asks")
        soft, condition = entry.get("soft opt-in"), entry.get("condition")
        return Purpose(
            id=name,
            title=self.reader.own_phrases(title, f"the title of {entry.what}") if title else {},
            basis=basis,
            basis_words=words,
            about=self.reader.texts(entry.get("about"), "kind of person"),
            data=data,
            occasions=self.reader.texts(entry.need("occasion"), "occasion"),
            keep=self._keep(entry),
            tail_use=self.reader.phrases(tail, f"the tail use of {entry.what}") if tail else None,
            asks=self.reader.own_phrases(asks, f"what {entry.what} asks") if asks else {},
            access=entry.word("access"),
            owner=entry.word("owner"),
            reviewed=self.reader.day(entry.get("reviewed")),
            review_every=self.reader.period(entry.get("review every")),
            dpia=entry.word("dpia"),
            marketing=self.reader.yes(entry.get("marketing")),
            published=self.reader.yes(entry.get("published")),
            soft_opt_in=self.reader.phrases(soft, f"the offers of {entry.what}") if soft else {},
            condition=self.reader.choice(condition, CONDITIONS, "") if condition else "",
            guardian_below=self._age(entry.get("guardian below")),
            covers=self.reader.choices(entry.get("covers"), COVERS),
            dpv=self.reader.terms(entry.get("is")),
            span=name.span,
        )

    def _age(self, node: Node | None) -> int | None:
        word = self.reader.text(node, "number of years")
        if word is None:
            return None
        if not _AGE.match(word):
            message = f"`{shown(word)}` is not an age in whole years"
            self.found.add(word.span, "G119", message, word, "write `16`")
            return None
        return int(word)

    def _basis(self, entry: Entry) -> tuple[Basis, Words]:
        hint = "add `basis: contract`, `consent`, `{law: ...}` or `{interest: ...}`"
        node = entry.need("basis", hint, code="G201")
        if isinstance(node, Fields):
            return self._named_basis(node, entry.what)
        plain = (Basis.CONTRACT.value, Basis.CONSENT.value)
        word = self.reader.choice(node, (b.value for b in Basis), Basis.CONTRACT.value)
        if word not in plain:
            message = f"the basis `{word}` needs words: which one"
            span = node.span if node else entry.span
            self.found.add(span, "G201", message, word, f"write `{{{word}: ...}}`")
        return Basis(word), {}

    def _named_basis(self, node: Fields, what: str) -> tuple[Basis, Words]:
        entry = self.reader.entry(node, f"the basis of {what}", BASIS)
        given = [kind for kind in BASIS.names if kind in entry.fields]
        if len(given) != 1:
            message = f"the basis of {what} must be one of `law` and `interest`"
            hint = "an interest is weighed, a law is not: choose one, or make two purposes"
            self.found.add(node.span, "G201", message, "", hint)
            return Basis.INTEREST, {}
        value = entry.get(given[0])
        words = self.reader.phrases(value, f"the {given[0]} of {what}") if value else {}
        return Basis(given[0]), words

    def _all_data(self, entries: Mapping[Word, Entry]) -> dict[str, tuple[DataItem, ...]]:
        """Return the categories of each purpose, `everything in` another one written out."""
        raw = {
            name: self.reader.texts(entry.need("data", "list the categories it needs"), "category")
            for name, entry in entries.items()
        }
        return {name: tuple(self._expanded(name, raw).values()) for name in raw}

    def _expanded(self, name: str, raw: Mapping[Word, tuple[Word, ...]]) -> dict[str, DataItem]:
        items: dict[str, DataItem] = {}
        if self._written > MOST_VALUES:
            return items
        waiting = list(reversed([(word, word.span) for word in raw[Word(name)]]))
        entered: set[str] = {name}
        while waiting:
            word, span = waiting.pop()
            source = word.removeprefix(EVERYTHING)
            if source == word:
                category = Word(word.removesuffix("?").rstrip(), span)
                items.setdefault(category, DataItem(category, word.endswith("?"), span))
            elif source not in raw:
                self.found.unknown("purpose", Word(source, span), raw, span)
            elif source == name:
                self._circle(name, span)
            elif source not in entered:
                entered.add(source)
                waiting += reversed([(inner, span) for inner in raw[Word(source)]])
        self._count(len(items) + len(entered), raw[Word(name)][0].span if items else None)
        return items

    def _count(self, items: int, span: Span | None) -> None:
        """Refuse lists that `everything in` lets grow without end."""
        self._written += items
        if span and self._written > MOST_VALUES:
            message = f"the purposes hold more than {MOST_VALUES} categories, written out"
            self.found.add(span, "G110", message, "", "make the lists shorter")

    def _circle(self, name: str, span: Span) -> None:
        message = f"purpose `{name}` holds everything in itself"
        self.found.add(span, "G204", message, "", "list the categories in one of the purposes")

    def _keep(self, purpose: Entry) -> Keep:
        node = purpose.need("keep", "add `keep: {for: P1Y, after: MOMENT}`", code="G202")
        entry = self.reader.entry(node, f"the period of {purpose.what}", KEEP)
        then = self.reader.text(entry.get("then"), "word")
        if then is not None and then != "erase":
            self.reader.not_yet(f"then: {then}", then.span)
        return Keep(
            period=self.reader.period(entry.need("for", code="G202")) or FOREVER,
            after=tuple(_ending(word) for word in self._endings(entry)),
            exactly=self.reader.yes(entry.get("exactly")),
            at_most=self._at_most(entry.get("at most")),
            chosen_by=self.reader.choice(entry.get("chosen by"), CHOSEN_BY, "statement"),
            span=purpose.fields["keep"][0].span if "keep" in purpose.fields else purpose.span,
        )

    def _endings(self, entry: Entry) -> tuple[Word, ...]:
        hint = "name the moment from which the period runs"
        return self.reader.texts(entry.need("after", hint, code="G202"), "moment")

    def _at_most(self, node: Node | None) -> tuple[Period, str] | None:
        word = self.reader.text(node, "period after a moment")
        if word is None:
            return None
        match = _AT_MOST.match(word)
        if match is None:
            message = f"`{shown(word)}` is not a period after a moment"
            self.found.add(word.span, "G125", message, word, "write `P6M after MOMENT`")
            return None
        period = self.reader.period_of(match[1], word.span)
        return (period, Word(match[2], word.span)) if period else None


def _ending(word: Word) -> Ending:
    moment = word.removeprefix(FISCAL)
    return Ending(Word(moment, word.span), moment != word, word.span)
