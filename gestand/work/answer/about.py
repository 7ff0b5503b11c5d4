"""Say what stands around the values of a person: what they asked before, what was given to whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gestand.core.access.words import WORDS
from gestand.core.datamap.holdings import HeldTable
from gestand.core.disclosures import BY_REQUEST
from gestand.core.facts import DATA, HoldPlaced, Objected, Part, Person, RestrictionPlaced
from gestand.core.names import bare
from gestand.core.policy.fill import Edition, Filler
from gestand.core.policy.model import Policy
from gestand.core.policy.words import GRAMMARS
from gestand.errors import CannotRun
from gestand.work.answer.rows import RowShown, part_apart, set_apart, told_in_part
from gestand.work.answer.saying import Saying
from gestand.work.company import Company
from gestand.work.dated import authorities, countries
from gestand.work.kept_about import Decided, Disclosed, KeptAbout
from gestand.work.sweep import Opened, in_force


def saying_of(company: Company, as_of: date, language: str) -> Saying:
    """Return the words of an answer; CannotRun where the policy has none in that language."""
    policy = in_force(company.versions, as_of)[-1]
    known, code = authorities(as_of), policy.controller.authority
    if language not in policy.controller.languages or language not in WORDS:
        message = (
            f"the policy has no words in `{language}`; use one of its languages: "
            + ", ".join(policy.controller.languages)
        )
        raise CannotRun(message)
    if code not in known:
        message = f"unknown supervisory authority `{code}`: `gestand publish` says what to mend"
        raise CannotRun(message)
    edition = Edition("", as_of, known[code], countries())
    words = WORDS[language].where_looked() if company.unmapped else WORDS[language]
    return Saying(Filler(policy, GRAMMARS[language], edition), words)


@dataclass(frozen=True)
class Manner:
    """As what kinds of person all about whoever asks is set `apart`, or told `in_part`.

    In part where an order that is secret keeps it all: of that they hear what something else holds.
    `parts` are by table the categories of which something alone is restricted.
    """

    apart: frozenset[str]
    in_part: frozenset[str]
    parts: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, people: Sequence[Person], ready: Opened) -> Manner:
        """Return how who asks is told of their rows."""
        facts = [fact for person in people for fact in ready.noted.about(person)]
        placed = [one for one in facts if isinstance(one, RestrictionPlaced) and one.part]
        whole = (one for one in facts if not isinstance(one, Objected) and one not in placed)
        apart = frozenset(one.person.kind for one in whole)
        tables = ready.company.holdings.tables.values() if placed else ()
        parts = {table.id: _apart_in(ready.company.policy, table, placed) for table in tables}
        return cls(apart, ready.noted.untold_of(people) - apart, parts)

    def told(self, row: RowShown, table: HeldTable) -> RowShown | None:
        """Return a row of a table as it is told; None where it is not."""
        if table.kinds & self.apart:
            return set_apart(row)
        row = part_apart(row, self.parts.get(table.id, frozenset()))
        return told_in_part(row) if table.kinds & self.in_part else row


def _apart_in(
    policy: Policy, table: HeldTable, placed: Sequence[RestrictionPlaced]
) -> frozenset[str]:
    """Return the categories of which something in a table is restricted, alone."""
    found = set[str]()
    for fact in placed:
        part = fact.part
        if part is None or fact.person.kind not in table.kinds:
            continue
        if part.what == DATA:
            found |= policy.expand(part.name)
        elif part.name in table.purposes:
            found |= policy.declared_categories(part.name)
    return frozenset(found)


def said_before(
    saying: Saying, people: Sequence[Person], ready: Opened, kept: KeptAbout
) -> Iterator[str]:
    """Yield what somebody has asked before, and what was decided about their rows."""
    words, counted = saying.words, ready.requests.counted
    asked = set[date]().union(*(counted.get(p, set()) for p in people))
    yield from (words.erasure_asked.format(saying.day(day)) for day in sorted(asked))
    facts = [fact for person in people for fact in ready.noted.about(person)]
    # What a column says stands in the row itself, so that is of who has it.
    own = {columns.table for columns in ready.company.holdings.facts}
    for fact in (f for f in facts if f.source in own or kept.holders.are((f.person,), f.on)):
        day = saying.day(fact.on)
        if fact.on == date.min:
            continue  # a column says so, and its day cannot be read
        if isinstance(fact, Objected):
            yield words.objected.format(day, saying.title(fact.purpose))
        elif isinstance(fact, RestrictionPlaced) and fact.part is not None:
            yield words.restricted_part.format(day, _part(saying, fact.part))
        else:
            is_held = isinstance(fact, HoldPlaced)
            yield (words.held if is_held else words.restricted).format(day)
    if any(fact.person in people for fact in ready.noted.doubted):
        yield words.kept_from_before
    yield from (_decided(saying, one) for one in kept.decided)


def _part(saying: Saying, part: Part) -> str:
    """Return what alone is restricted, in words."""
    if part.what == DATA:
        return saying.filler.category(part.name) or part.name
    return f"“{saying.title(part.name)}”"


def _decided(saying: Saying, one: Decided) -> str:
    words, table = saying.words, bare(one.table)
    may_go, stay = words.decided
    said = may_go if one.until is None else stay
    until = saying.day(one.until) if one.until else ""
    told = said.format(day=saying.day(one.on), table=table, until=until)
    if one.because is not None:
        because = one.because.removesuffix(".")
        return f"{told} {words.reason.format(because)}"
    return f"{told} {words.reason_of_others if one.shared else words.reason_forgotten}"


def told_of(saying: Saying, one: Disclosed) -> str:
    """Return what was given to somebody else, in words."""
    words, filler, abroad = saying.words, saying.filler, countries()
    places = filler.grammar.all_of(filler.words(abroad.get(c)) or c for c in one.countries)
    day = saying.day(one.on)
    data = filler.grammar.all_of(filler.category(name) or name for name in one.categories)
    if one.ground == BY_REQUEST:
        told = words.handed_over.format(day=day, name=one.recipient, data=data)
        return told if one.sure else f"{told} {words.disclosed_perhaps}"
    told = words.disclosed.format(
        day=day,
        name=filler.labels.placed.format(name=one.recipient, country=places),
        data=data,
        title=filler.title(one.purpose) or one.purpose,
        ground=words.grounds[one.ground],
    )
    return told if one.sure else f"{told} {words.disclosed_perhaps}"
