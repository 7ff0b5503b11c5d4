"""What the rules look at: one organisation as it was read, on one day.

A rule reads what the parts of a policy are: bases, terms, kinds, marks of sentences. No rule reads
the name that an organisation gave to a part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from gestand.core.calendar import Period
from gestand.core.datamap.model import DataMap
from gestand.core.findings import Span
from gestand.core.policy.model import Basis, Category, DataItem, Policy, Purpose, Words
from gestand.core.policy.sentences import Block, Heading, Insert, Items, Sentence, Statement
from gestand.core.policy.statement import carried_promises
from gestand.core.promises import promises_of_purpose
from gestand.core.proving.claims import Ended

UNSAID = Period(years=999)
"""The period of a purpose that gives none: see `core/policy/purposes.py`."""


@dataclass(frozen=True)
class Place:
    """Where a rule found something: the text there, what it is about, and which of its causes.

    `about` are words of the organisation itself, and never those of a person.
    """

    span: Span
    fragment: str = ""
    about: Words = field(default_factory=dict)
    causes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lists:
    """What the law and those who explain it list, as dated data: see `work/dated/lint.json`.

    `terms` are terms of the Data Privacy Vocabulary by what they are listed as, `ended` the
    editions of standards that have ended.
    """

    eea: frozenset[str]
    terms: Mapping[str, frozenset[str]]
    ended: Ended
    renewed_within: Period
    ten_years: Period
    application: Period


@dataclass(frozen=True)
class Reading:
    """An organisation as far as it could be read; `file` is that of the policy."""

    policy: Policy
    statements: Mapping[str, Statement]
    datamap: DataMap | None
    day: date
    lists: Lists
    file: str = "policy.yaml"

    @cached_property
    def top(self) -> Place:
        """The policy as a whole."""
        return Place(Span(self.file))

    @cached_property
    def _marks(self) -> Mapping[str, Mapping[str, Span]]:
        marks: dict[str, dict[str, Span]] = {}
        for language, one in self.statements.items():
            marks[language] = {}
            for id_, span in carried_promises(self.policy, one):
                marks[language].setdefault(id_, span)
        return marks

    def says_in(self, language: str) -> Mapping[str, Span]:
        """Return the promises that the statement of one language makes, and where."""
        return self._marks[language]

    def says(self, *promises: str) -> list[Place]:
        """Return where a statement makes one of `promises`: at most one place in a language."""
        found = []
        for marks in self._marks.values():
            made = [id_ for id_ in promises if id_ in marks]
            if made:
                found.append(Place(marks[made[0]], made[0]))
        return found

    def silent(self, *promises: str) -> list[Place]:
        """Return the statements that make none of `promises`; the policy where there are none."""
        if not self.statements:
            return [self.top]
        without = [lang for lang, marks in self._marks.items() if not marks.keys() & set(promises)]
        return [Place(Span(self.statements[language].file)) for language in without]

    def missing(self, said: tuple[str, ...], unless: tuple[str, ...]) -> Iterator[Place]:
        """Yield where a statement makes one of `said`, and none of `unless` in that language."""
        for marks in self._marks.values():
            made = [id_ for id_ in said if id_ in marks]
            if made and not marks.keys() & set(unless):
                yield Place(marks[made[0]], made[0])

    def made(self) -> frozenset[str]:
        """Return every promise that some statement makes."""
        return frozenset(id_ for marks in self._marks.values() for id_ in marks)

    def sentences(self, *promises: str) -> Iterator[tuple[str, Sentence]]:
        """Yield each sentence with its language; with `promises` only those that make one."""
        for language, statement in self.statements.items():
            for one in statement.sentences():
                if not promises or (one.mark and one.mark.promise in promises):
                    yield language, one

    def beside(self, promise: str) -> Iterator[tuple[Sentence, list[Sentence]]]:
        """Yield each sentence that makes a promise, with all of its paragraph or item."""
        for statement in self.statements.values():
            for together in passages(statement):
                made = (one for one in together if one.mark and one.mark.promise == promise)
                yield from ((one, together) for one in made)

    def uses(self, form: str) -> frozenset[str]:
        """Return the languages whose statement has the placeholder `form`."""
        return frozenset(
            language
            for language, one in self.statements.items()
            if any(call.form.name == form for call in one.placeholders())
        )

    def resting_on(self, *bases: Basis) -> list[Purpose]:
        """Return the purposes that rest on one of `bases`."""
        return [one for one in self.policy.purposes.values() if one.basis in bases]

    def covered(self, what: str) -> list[Purpose]:
        """Return the purposes that say that they cover `what`."""
        return [one for one in self.policy.purposes.values() if what in one.covers]

    def accounts_for(self, what: str) -> bool:
        """Tell whether some purpose covers `what`, or the organisation does nothing of the kind."""
        return bool(self.covered(what)) or what in self.policy.controller.not_done

    def is_listed(self, part: Purpose | Category, kind: str) -> bool:
        """Tell whether a purpose or a category is something that is listed as `kind`."""
        return bool(self.lists.terms[kind].intersection(part.dpv))

    def held(self, purpose: Purpose) -> Iterator[tuple[DataItem, Category]]:
        """Yield what a purpose declares, each with every category that is in it."""
        for item in purpose.data:
            for name in sorted(self.policy.expand(item.category)):
                yield item, self.policy.categories[name]

    def people(self, purpose: Purpose) -> frozenset[str]:
        """Return the kinds of people whom a purpose is about, by policy or by data map."""
        if purpose.about or self.datamap is None:
            return frozenset(purpose.about)
        tables = [t for t in self.datamap.tables.values() if purpose.id in t.purposes]
        listed = {table.id for table in tables}
        own = {one.id for one in self.datamap.subjects.values() if one.table in listed}
        return frozenset(own | {o.kind for table in tables for o in table.owners if o.kind})

    def whose_contract(self, purpose: Purpose, whose: str) -> bool:
        """Tell whether a purpose is about people who have a contract as `whose` says."""
        return any(self.policy.contracts.get(kind) == whose for kind in self.people(purpose))

    def shares(self, purpose: Purpose) -> bool:
        """Tell whether a statement says of a purpose who receives its data."""
        ids = {one.id for one in promises_of_purpose(purpose) if one.id.endswith(".shared")}
        return bool(ids & self.made())

    @cached_property
    def duties(self) -> list[Place]:
        """Where the policy says that a law makes it keep something."""
        found = self.policy.purposes.values()
        return [
            of_purpose(one, one.keep.span)
            for one in found
            if one.basis is Basis.LAW or one.keep.chosen_by == "law"
        ]

    @cached_property
    def stores_on_devices(self) -> bool:
        """Tell whether the organisation uses cookies, by its policy or by its statement."""
        without = ("cookies.none", "cookies.others")
        said = (id_ for id_ in self.made() if id_.startswith("cookies.") and id_ not in without)
        return bool(self.policy.cookies) or any(said)


def sections(statement: Statement) -> Iterator[list[Sentence]]:
    """Yield the sentences under each heading, and those before the first one."""
    section: list[Sentence] = []
    for block in statement.blocks:
        if isinstance(block, Heading):
            yield section
            section = []
        else:
            section += [sentence for one in _passages_of(block) for sentence in one]
    yield section


def passages(statement: Statement) -> Iterator[list[Sentence]]:
    """Yield the sentences that stand together: a paragraph, or an item of a list."""
    for block in statement.blocks:
        yield from _passages_of(block)


def _passages_of(block: Block) -> list[list[Sentence]]:
    if isinstance(block, Heading):
        return []
    if isinstance(block, Items):
        return [list(item) for item in block.items]
    return [[block.sentence] if isinstance(block, Insert) else list(block.sentences)]


def of_purpose(purpose: Purpose, span: Span | None = None, *causes: str) -> Place:
    """Return a place in a purpose, or where that begins."""
    return Place(span or purpose.span, "", purpose.title, causes)


def because(place: Place, *causes: str) -> Place:
    """Return the same place with its causes."""
    return Place(place.span, place.fragment, place.about, causes)
