"""Ask a person what is doubtful in a draft, so that one answer settles as many lines as it can.

A question has a name that stays the same while the schema does: answers are kept by it, and name
tables, categories and periods, and nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from gestand.core.calendar import parse_period
from gestand.core.counting import counted
from gestand.core.discovery.draft import SECRET, TECHNICAL, Draft, DraftOccasion, DraftTable, Line
from gestand.core.discovery.found import Said
from gestand.core.discovery.grades import CATEGORIES
from gestand.core.discovery.hubs import Hub
from gestand.core.policy.words import GRAMMARS

YES, NO, EACH = "y", "n", "e"
NAMES = "names "
PEOPLE, ALSO = "people ", "also people"
GUESTS = "guests"
"""The question about people who are known by a value in a row alone."""


class Kind(Enum):
    """What may be answered, besides nothing: then the mark stays."""

    RIGHT = "y, n"
    HOLDS = "y, n for nothing, or what they hold"
    ONE = "y, n for nothing, or what it holds"
    PERIOD = "y, or another period such as P1Y"
    WHICH = "numbers or names of tables, n for none"


@dataclass(frozen=True)
class Question:
    """A question with what it is about, and how many lines its answer settles.

    `known` are the names of tables that may be answered.
    """

    name: str
    text: str
    about: tuple[str, ...]
    kind: Kind
    settles: int
    known: tuple[str, ...] = ()

    @property
    def splits(self) -> bool:
        """Whether it can be asked of each line by itself."""
        return self.kind in (Kind.RIGHT, Kind.HOLDS) and len(self.about) > 1

    def each(self) -> list[Question]:
        """Return it as a question about each line: for who would answer some of them otherwise."""
        kind = Kind.ONE if self.kind is Kind.HOLDS else self.kind
        text = f"{self.text} One by one:"
        return [Question(f"{self.name} {one}", text, (one,), kind, 1) for one in self.about]

    def wrong_of(self, answer: str) -> frozenset[int]:
        """Return the numbers of what is not right, where the answer names some; the rest is."""
        said = answer.replace(",", " ").split()
        if not self.splits or not said or not all(one.isdecimal() for one in said):
            return frozenset()
        numbers = frozenset(map(int, said))
        return numbers if max(numbers) <= len(self.about) and min(numbers) > 0 else frozenset()

    @property
    def can_be(self) -> str:
        """What may be answered, in words."""
        more = ", e to be asked of each, or the numbers of what is not right" if self.splits else ""
        return f"{self.kind.value}{more}"

    @property
    def words(self) -> tuple[str, ...]:
        """The words with which somebody may say what a column holds."""
        holds = self.kind in (Kind.HOLDS, Kind.ONE)
        return (*CATEGORIES, SECRET, TECHNICAL) if holds else ()

    def takes(self, answer: str) -> bool:
        """Tell whether it can be answered so."""
        if self.kind is Kind.WHICH:
            return answer == NO or all(map(self._is_known, answer.replace(",", " ").split()))
        if answer == EACH or self.wrong_of(answer):
            return self.splits
        if answer == YES or (answer == NO and self.kind is not Kind.PERIOD):
            return True
        if self.words:
            return answer in self.words
        return self.kind is Kind.PERIOD and parse_period(answer) is not None


    def _is_known(self, one: str) -> bool:
        """Tell whether a word names a table, or has the number of one that is offered."""
        return one in self.known or (one.isdecimal() and 0 < int(one) <= len(self.about))


def people_questions(tables: Mapping[str, str]) -> list[Question]:
    """Ask first of each table of people whether it is one: much follows from it."""
    return [
        Question(
            people_question(table), f"Is each row of this table a person, a `{kind}`?", (table,),
            Kind.RIGHT, 1,
        )
        for table, kind in tables.items()
    ]  # fmt: skip


def more_people(hubs: Sequence[Hub], tables: Iterable[str]) -> Question:
    """Ask which other tables hold people, with those at which most others point."""
    about = tuple(f"{hub.table} ({counted(hub.count, 'table')} at it)" for hub in hubs)
    text = "Which other tables hold people, such as customers, contacts or staff?"
    return Question(ALSO, text, about, Kind.WHICH, 1, tuple(tables))


def people_named(question: Question, answer: str) -> tuple[str, ...]:
    """Return the tables that an answer to `more_people` names, by name or by number."""
    offered = [one.rpartition(" (")[0] for one in question.about]
    return tuple(
        offered[int(one) - 1] if one.isdecimal() and one not in question.known else one
        for one in answer.replace(",", " ").split()
        if answer != NO
    )


def people_question(table: str) -> str:
    """Return the name of the question whether the rows of a table are people."""
    return f"{PEOPLE}{table}"


def said_of_people(answers: Mapping[str, str], tables: Collection[str]) -> Said:
    """Return of which tables somebody said that their rows are people, and of which they are not.
    """
    said = {f"{PEOPLE}{table}": table for table in tables}
    named = [(said[name], answer) for name, answer in answers.items() if name in said]
    people = frozenset(table for table, answer in named if answer == YES)
    return Said(people, frozenset(table for table, answer in named if answer == NO))


def questions(draft: Draft) -> list[Question]:
    """Return what is to be asked of a draft: purposes first, then owners, columns and the rest."""
    found = [*_of_purposes(draft)]
    owners, columns, apart = _groups(draft)
    for group, where in owners.items():
        kind, _, target = group.partition(" ")
        text = f"Do these rows belong to a row of `{target}`?"
        if kind == "actor":
            text = f"{text[:-1]}, rather than that it tells who did something?"
        if kind == "soft":
            text = f"Is the owner of each row of `{target}` told by the two columns?"
        if kind == "history":
            text = f"Are these old versions of `{target}`?"
        if kind == GUESTS:
            text = "Are these rows of people who are known by this value alone?"
        found.append(Question(group, text, tuple(where), Kind.RIGHT, len(where)))
    for group, where in sorted(columns.items(), key=lambda each: -len(each[1])):
        text = f"Do these columns hold `{group.removeprefix('column ')}`?"
        if group == f"column {TECHNICAL}":
            text = "Do these columns say nothing about anybody?"
        if group.startswith(NAMES):
            text = f"Is each value what the name beside it says: {_told_by_names(draft, group)}?"
        found.append(Question(group, text, tuple(where), Kind.HOLDS, len(where)))
    for group, where in apart.items():
        text = "Is there nothing about anybody in these tables?"
        found.append(Question(group, text, tuple(where), Kind.RIGHT, len(where)))
    return found


def _told_by_names(draft: Draft, group: str) -> str:
    """Return what the names of a table with names and values are taken to say."""
    lines = draft.tables[group.removeprefix(NAMES)].columns.values()
    words = next(line.words for line in lines if line.words)
    return shown([f"`{word}` {category}" for word, category in words])


def _of_purposes(draft: Draft) -> Iterator[Question]:
    for name in draft.used_purposes():
        purpose = draft.purposes[name]
        template = purpose.template
        bound = [each for each in draft.occasions if each.purpose == name and each.doubt]
        about = tuple(_days(each) for each in bound)
        if about:
            text = f"`{template.title[1]}`: is it so for a row of these tables?"
            yield Question(f"occasion {name}", text, about, Kind.RIGHT, len(bound))
        if purpose.doubt or purpose.period_doubt:
            text = (
                f"`{template.title[1]}`: may you hold this by `{template.basis}`, which only you "
                f"can say, and does it go {_for_long(purpose.period)} it ended? {template.advice}"
            )
            yield Question(f"purpose {name}", text, (), Kind.PERIOD, 2)


def _for_long(period: str) -> str:
    """Return how long after its end something goes, in words and as the policy has it."""
    parsed = parse_period(period)
    said = f"{GRAMMARS['en'].period(parsed)} ({period})" if parsed else period
    return f"{said} after"


def _days(bound: DraftOccasion) -> str:
    """Return on which days something begins and ends, as a question says it."""
    ends = f"is over on `{bound.ended}`" if bound.ended else "has no end in a column"
    return f"{bound.table} begins on `{bound.began}` and {ends}"


def _groups(draft: Draft) -> tuple[dict[str, list[str]], ...]:
    """Return the doubtful owners, columns and tables left out, each by what one answer settles."""
    owners: dict[str, list[str]] = {}
    columns: dict[str, list[str]] = {}
    apart: dict[str, list[str]] = {}
    for table in draft.tables.values():
        if table.apart is not None:
            if table.apart.doubt and table.apart.group:
                apart.setdefault(table.apart.group, []).append(table.name)
            continue
        if table.history is not None and table.history.doubt and table.history.group:
            owners.setdefault(table.history.group, []).append(table.name)
        if table.owner is not None and table.owner.doubt and table.owner.group:
            owners.setdefault(table.owner.group, []).append(_owned_by(table))
        for name, line in table.columns.items():
            if line.doubt and line.group:
                columns.setdefault(line.group, []).append(f"{table.name}.{name}")
    return owners, columns, apart


def answered(draft: Draft, answers: Mapping[str, str]) -> Draft:
    """Return the draft with each answer in it: what is right loses its mark."""
    purposes = dict(draft.purposes)
    for name, purpose in draft.purposes.items():
        answer = answers.get(f"purpose {name}")
        if answer is not None:
            period = purpose.period if answer == YES else answer
            purposes[name] = replace(purpose, period=period, doubt="", period_doubt="")
    occasions = tuple(
        replace(each, doubt="") if _is_so(each, answers) else each for each in draft.occasions
    )
    asked = {kind: f"people {s.table}" if s.table else GUESTS for kind, s in draft.subjects.items()}
    subjects = {
        kind: replace(each, doubt="") if answers.get(asked[kind]) in (YES, EACH) else each
        for kind, each in draft.subjects.items()
    }
    tables = {name: _answered(table, answers) for name, table in draft.tables.items()}
    return replace(
        draft, purposes=purposes, occasions=occasions, subjects=subjects, tables=tables
    )


def _is_so(bound: DraftOccasion, answers: Mapping[str, str]) -> bool:
    """Tell whether somebody said that something begins and ends as it is proposed."""
    group = f"occasion {bound.purpose}"
    return answers.get(f"{group} {_days(bound)}", answers.get(group)) == YES


def _answered(table: DraftTable, answers: Mapping[str, str]) -> DraftTable:
    return replace(
        table,
        apart=_right(table.apart, answers, table.name),
        owner=_right(table.owner, answers, _owned_by(table)),
        history=_right(table.history, answers, table.name),
        columns={
            name: _holding(line, answers, f"{table.name}.{name}")
            for name, line in table.columns.items()
        },
    )


def _owned_by(table: DraftTable) -> str:
    """Return how a question calls the owner of a table."""
    said = table.owner.said if table.owner is not None else ""
    return f"{table.name}.{said.rpartition('{')[2].strip('[{}]').split(':')[0]}"


def _answer_to(line: Line, answers: Mapping[str, str], one: str) -> str | None:
    """Return what was answered about a line: about itself, else about all that are alike."""
    if not line.group:
        return None
    answer = answers.get(f"{line.group} {one}", answers.get(line.group))
    return None if answer == EACH else answer


def _right(line: Line | None, answers: Mapping[str, str], one: str) -> Line | None:
    answer = None if line is None else _answer_to(line, answers, one)
    if line is None or answer not in (YES, NO):
        return line
    if answer == NO:
        return replace(line, doubt="somebody said that this is not so: what is it?", group="")
    return replace(line, doubt="")


def _holding(line: Line, answers: Mapping[str, str], one: str) -> Line:
    answer = _answer_to(line, answers, one)
    if answer is None:
        return line
    said = {YES: line.said, NO: TECHNICAL}.get(answer, answer)
    if said != line.said:
        return replace(line, said=said, doubt="", erase="", encoded="", by="", words=())
    return replace(line, doubt="")


def numbered(about: Sequence[str]) -> str:
    """Return what a question is about, with a number for each where there are several."""
    if len(about) < 2:
        return ", ".join(about)
    return "; ".join(f"{number} {one}" for number, one in enumerate(about, 1))


def shown(about: Sequence[str], most: int = 8) -> str:
    """Return some words, a few of them where there are many."""
    rest = len(about) - most
    return ", ".join(about[:most]) + (f", and {rest} more" if rest > 0 else "")
