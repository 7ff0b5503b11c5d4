"""Ask a person what is doubtful in a draft, so that one answer settles as many lines as it can.

A question has a name that stays the same while the schema does: answers are kept by it, and name
tables, categories and periods, and nobody.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from gestand.core.calendar import parse_period
from gestand.core.counting import counted
from gestand.core.datamap.model import EACH_ROW
from gestand.core.discovery.draft import (
    SECRET,
    TECHNICAL,
    Draft,
    DraftOccasion,
    DraftPurpose,
    DraftTable,
    Line,
)
from gestand.core.discovery.drafted import BOTH, set_apart
from gestand.core.discovery.found import OURSELVES, Said
from gestand.core.discovery.grades import CATEGORIES
from gestand.core.discovery.hubs import Hub
from gestand.core.discovery.owning import DETAILS
from gestand.core.discovery.sectors import ACCOUNT
from gestand.core.policy.words import GRAMMARS

YES, NO, EACH = "y", "n", "e"
NAMES, FOR = "names ", "for"
PEOPLE, ALSO = "people ", "also people"
GUESTS = "guests"
"""The question about people who are known by a value in a row alone."""


class Kind(Enum):
    """What may be answered, besides nothing: then the mark stays."""

    WHO = "y or n"
    RIGHT = "y, n"
    HOLDS = "y, n for nothing about people, or what they hold"
    ONE = "y, n for nothing about people, or what it holds"
    WHAT = "n for nothing about people, or what they hold"
    WHAT_ONE = "n for nothing about people, or what it holds"
    ABOUT = "y, n for nothing about people"
    FOR = "y"
    FOR_ONE = "y, n for none of these, or another purpose"
    BEGAN = "y, or n to keep the mark until you have said when it ends"
    PERIOD = "y, or another period such as P1Y"
    PURPOSE = "y, n if you do no such thing, or another period such as P1Y"
    WHICH = "numbers or names of tables, n for none"


@dataclass(frozen=True)
class Question:
    """A question with what it is about, and how many lines its answer settles.

    `known` are the names of tables or purposes that may be answered. `keys` are what the questions
    about each line are called after, where that is not what is shown.
    """

    name: str
    text: str
    about: tuple[str, ...]
    kind: Kind
    settles: int
    known: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def splits(self) -> bool:
        """Whether it can be asked of each line by itself."""
        return self.kind in _SPLIT and len(self.about) > 1

    def each(self) -> list[Question]:
        """Return it as a question about each line: for who would answer some of them otherwise."""
        kind = _EACH.get(self.kind, self.kind)
        text = f"{self.text} One by one:"
        lines = zip(self.keys or self.about, self.about, strict=True)
        return [
            Question(f"{self.name} {key}", text, (one,), kind, 1, self.known) for key, one in lines
        ]

    @property
    def rest(self) -> str:
        """The answer that counts for all of which the numbers are not typed."""
        return NO if self.kind in (Kind.WHAT, Kind.ABOUT) else YES

    @property
    def of_numbers(self) -> str:
        """The answer that counts for the numbers that are typed; empty where it is asked for."""
        return {Kind.RIGHT: NO, Kind.BEGAN: NO, Kind.ABOUT: YES}.get(self.kind, "")

    def given(self, answer: str) -> dict[str, str]:
        """Return an answer as it is kept: no to some lines that are alike is said of each."""
        of_one = self.name.endswith(f" {self.about[0]}") if self.about else True
        if answer == NO and self.kind is Kind.RIGHT and not of_one:
            return {self.name: EACH} | {each.name: NO for each in self.each()}
        return {self.name: answer}

    def wrong_of(self, answer: str) -> frozenset[int]:
        """Return the numbers of what is not as the rest, where the answer names some."""
        said = answer.replace(",", " ").split()
        if not self.splits or not said or not all(one.isdecimal() for one in said):
            return frozenset()
        numbers = frozenset(map(int, said))
        return numbers if max(numbers) <= len(self.about) and min(numbers) > 0 else frozenset()

    @property
    def can_be(self) -> str:
        """What may be answered, in words."""
        numbers = "what is about people" if self.rest == NO else "what is not right"
        more = f", e to be asked of each, or the numbers of {numbers}" if self.splits else ""
        purposes = f": {', '.join(self.known)}" if self.kind is Kind.FOR_ONE else ""
        return f"{self.kind.value}{purposes}{more}"

    @property
    def words(self) -> tuple[str, ...]:
        """The words with which somebody may say what a column holds, or a table is for."""
        if self.kind is Kind.FOR_ONE:
            return self.known
        holds = self.kind in (Kind.HOLDS, Kind.ONE, Kind.WHAT, Kind.WHAT_ONE)
        return (*CATEGORIES, SECRET, TECHNICAL) if holds else ()

    def takes(self, answer: str) -> bool:
        """Tell whether it can be answered so."""
        if self.kind is Kind.WHICH:
            return answer == NO or all(map(self._is_known, answer.replace(",", " ").split()))
        if answer == EACH or self.wrong_of(answer):
            return self.splits
        if self.kind is Kind.FOR:
            return answer == YES
        if answer in (YES, NO):
            return answer == NO or self.kind not in (Kind.WHAT, Kind.WHAT_ONE)
        if self.words:
            return answer in self.words
        return self.kind in (Kind.PERIOD, Kind.PURPOSE) and parse_period(answer) is not None


    def _is_known(self, one: str) -> bool:
        """Tell whether a word names a table, or has the number of one that is offered."""
        return one in self.known or (one.isdecimal() and 0 < int(one) <= len(self.about))


_SPLIT = (Kind.RIGHT, Kind.HOLDS, Kind.WHAT, Kind.ABOUT, Kind.BEGAN, Kind.FOR)
_EACH = {Kind.HOLDS: Kind.ONE, Kind.WHAT: Kind.WHAT_ONE, Kind.FOR: Kind.FOR_ONE}
_NOBODY = (TECHNICAL, SECRET)


def people_questions(tables: Mapping[str, str]) -> list[Question]:
    """Ask first of each table of people whether it is one: much follows from it."""
    return [
        Question(
            people_question(table), f"Is each row of this table a person, a `{kind}`?", (table,),
            Kind.WHO, 1,
        )
        for table, kind in tables.items()
    ]  # fmt: skip


def own_questions(tables: Iterable[str]) -> list[Question]:
    """Ask of each table of one row whether that is the organisation itself."""
    text = "Is the one row of this table your own organisation?"
    return [Question(f"{OURSELVES}{table}", text, (table,), Kind.WHO, 1) for table in tables]


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


def said_by_hand(answers: Mapping[str, str], tables: Collection[str]) -> Said:
    """Return what somebody said of tables, and which proposals they said no to."""
    said = {f"{PEOPLE}{table}": table for table in tables}
    named = [(said[name], answer) for name, answer in answers.items() if name in said]
    people = frozenset(table for table, answer in named if answer == YES)
    refused = frozenset(name for name, answer in answers.items() if answer == NO)
    purposes = {
        name.removeprefix(f"{FOR} "): answer
        for name, answer in answers.items()
        if name.startswith(f"{FOR} ") and answer not in (YES, EACH)
    }
    others = frozenset(table for table, answer in named if answer == NO)
    return Said(people, others, refused, purposes)


def questions(draft: Draft) -> list[Question]:
    """Return what is to be asked of a draft: purposes first, then owners, columns and the rest."""
    found = [*_what_for(draft), *_of_purposes(draft)]
    owners, columns, apart = _groups(draft)
    for group, where in owners.items():
        way, _, target = group.partition(" ")
        text = _WHOSE.get(way, _WHOSE["owner"]).format(target)
        found.append(Question(group, text, tuple(where), Kind.RIGHT, len(where)))
    for group, where in sorted(columns.items(), key=lambda each: -len(each[1])):
        text, kind = f"Do these columns hold `{group.removeprefix('column ')}`?", Kind.HOLDS
        if group == f"column {TECHNICAL}":
            text, kind = "Do these columns hold something about people, and what?", Kind.WHAT
        if any(one.endswith(f".{EACH_ROW}") for one in where):
            text = f"{text} (`{EACH_ROW}` is what a row tells by being there)"
        if group.startswith(NAMES):
            text = f"Is each value what the name beside it says: {_told_by_names(draft, group)}?"
        found.append(Question(group, text, tuple(where), kind, len(where)))
    for group, where in apart.items():
        text = "Do these tables hold something about people? Behind each stands why it is asked."
        about = tuple(f"{name} {_why(draft.tables[name])}" for name in where)
        found.append(Question(group, text, about, Kind.ABOUT, len(where), (), tuple(where)))
    return found


_WHOSE = {
    "owner": "Do these rows belong to a row of `{}`?",
    "actor": "Do these rows belong to a row of `{}`, rather than that it tells who did something?",
    DETAILS.strip(): (
        "Does a row of these tell more about the row of `{}` at which it points, rather than being "
        "another person? With y who asks is found in both, with n in one of them"
    ),
    "soft": "Is the owner of each row of `{}` told by the two columns?",
    "history": "Are these old versions of `{}`?",
    BOTH.strip(): "Is each row of this table about both of the people that it links?",
    GUESTS: "Are these rows of people who are known by this value alone?",
}
"""What is asked of whose rows are, by the first word of the group."""


def _told_by_names(draft: Draft, group: str) -> str:
    """Return what the names of a table with names and values are taken to say."""
    lines = draft.tables[group.removeprefix(NAMES)].columns.values()
    words = next(line.words for line in lines if line.words)
    return shown([f"`{word}` {category}" for word, category in words], 8)


def _what_for(draft: Draft) -> Iterator[Question]:
    """Ask what tables are for, apart from the days on which their rows begin and end.

    People's own rows are held by an account, and what else they do.
    """
    own = {each.table for each in draft.subjects.values()}
    bound = {o.table: o.purpose for o in draft.occasions if o.doubt and o.table not in own}
    about = tuple(f"{table} `{purpose}`" for table, purpose in bound.items())
    titles = {name: draft.purposes[name].template.title[1] for name in bound.values()}
    told = "; ".join(f"`{name}` is {title}" for name, title in titles.items())
    text = (
        f"What are the rows of these tables for: {told}? By that they are held, for its period. "
        "What you say is for another purpose is proposed under that one; for none, it is left out "
        "until you describe it."
    )
    if len(about) == 1:
        (only,) = bound
        yield Question(f"{FOR} {only}", text, about, Kind.FOR_ONE, 1, tuple(draft.purposes))
    elif about:
        yield Question(
            FOR, text, about, Kind.FOR, len(about), tuple(draft.purposes), tuple(bound)
        )


def _of_purposes(draft: Draft) -> Iterator[Question]:
    for name in draft.used_purposes():
        purpose = draft.purposes[name]
        template = purpose.template
        bound = [each for each in draft.occasions if each.question == f"occasion {name}"]
        about = tuple(each.days for each in bound if each.doubt)
        if about:
            text = (
                f"`{template.title[1]}`: does a row of these tables begin and end on these days? "
                "Without them it is held by what owns it, or left out until you give it others."
            )
            yield Question(f"occasion {name}", text, about, Kind.RIGHT, len(about))
        if purpose.doubt or purpose.period_doubt:
            text = (
                f"`{template.title[1]}`: may you hold this by `{template.basis}`, which only you "
                f"can say, and does it go {_for_long(purpose.period)} {_since(draft, name)}? "
                f"{template.advice}; another basis goes into policy.yaml"
            )
            kind = Kind.PERIOD if template == ACCOUNT else Kind.PURPOSE
            tables = (t.name for t in draft.tables.values() if not t.apart and name in t.purposes)
            yield Question(f"purpose {name}", text, tuple(tables), kind, 2)
        elif endless := draft.from_beginning(name):
            yield _of_beginning(purpose, endless)


def _since(draft: Draft, purpose: str) -> str:
    """Return from when the period of a purpose counts, as far as that is asked with it."""
    bound = [each for each in draft.occasions if each.purpose == purpose]
    lasting = any(each.ended or each.meanwhile for each in bound)
    at_once = any(not each.ended and not each.meanwhile for each in bound)
    ways = ["it ended"] * lasting + ["it began, where no column says when it ended"] * at_once
    when = ", or after ".join(ways) or "it ended"
    exact = draft.purposes[purpose].template.exactly
    return f"the end of the fiscal year in which {when}" if exact else when


def _of_beginning(purpose: DraftPurpose, endless: Sequence[DraftOccasion]) -> Question:
    """Ask by itself whether what has no end may go so long after it began (GROUNDS rule 8)."""
    text = (
        f"`{purpose.template.title[1]}`: NO COLUMN SAYS WHEN A ROW OF THESE TABLES ENDED. With "
        f"`y` it goes {_for_long(purpose.period)} it BEGAN, also {endless[0].meanwhile}, and the "
        "statement promises so. Is that right? With `n`, or Enter, nothing is removed yet: give it "
        "in datamap.yaml the column of a moment on which it ends"
    )
    about = tuple(each.days for each in endless)
    return Question(endless[0].question, text, about, Kind.BEGAN, len(about))


def _for_long(period: str) -> str:
    """Return how long after its end something goes, in words and as the policy has it."""
    parsed = parse_period(period)
    said = f"{GRAMMARS['en'].period(parsed)} ({period})" if parsed else period
    return f"{said} after"


def _why(table: DraftTable) -> str:
    """Return in brackets why it is doubtful that a table is about nobody."""
    return f"({table.apart.doubt})" if table.apart is not None else ""


def _groups(draft: Draft) -> tuple[dict[str, list[str]], ...]:
    """Return the doubtful owners, columns and tables left out, each by what one answer settles."""
    owners: dict[str, list[str]] = {}
    columns: dict[str, list[str]] = {}
    apart: dict[str, list[str]] = {}
    for table in draft.tables.values():
        if table.apart is not None:
            asked_first = table.apart.group.startswith(OURSELVES)
            if table.apart.doubt and table.apart.group and not asked_first:
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
    group = bound.question
    return answers.get(f"{group} {bound.days}", answers.get(group)) == YES


def _answered(table: DraftTable, answers: Mapping[str, str]) -> DraftTable:
    if table.apart is not None:
        return _about(table, table.apart, answers)
    for line, one in ((table.owner, _owned_by(table)), (table.history, table.name)):
        if line is not None and _answer_to(line, answers, one) == NO:
            personal = [name for name, each in table.columns.items() if each.said not in _NOBODY]
            why = f"somebody said that it is not so: {line.doubt}"
            return DraftTable(table.name, apart=set_apart(personal, why), proposed=table)
    return replace(
        table,
        owner=_right(table.owner, answers, _owned_by(table)),
        history=_right(table.history, answers, table.name),
        columns={
            name: _holding(line, answers, f"{table.name}.{name}")
            for name, line in table.columns.items()
        },
    )


def _about(table: DraftTable, apart: Line, answers: Mapping[str, str]) -> DraftTable:
    """Return a table of nobody as somebody said: of nobody, or left out until it is mapped."""
    answer = _answer_to(apart, answers, table.name)
    if apart.group.startswith(OURSELVES) and answer == YES:
        return replace(table, apart=replace(apart, doubt=""))
    if answer == YES:
        why = "somebody said that it holds something about people"
        return replace(table, apart=set_apart((), why))
    return replace(table, apart=replace(apart, doubt="") if answer == NO else apart)


_GUEST = re.compile(r'guest by [^:]+: "?([^",}]+)')


def _owned_by(table: DraftTable) -> str:
    """Return how a question calls the owner of a table."""
    if table.owner is not None and table.owner.group.startswith(BOTH):
        return table.name
    said = table.owner.said if table.owner is not None else ""
    guest = _GUEST.search(said)
    if guest is not None and said.startswith("{"):
        return f"{table.name}.{guest[1]}"  # of a guest it is the column that says who it is
    return f"{table.name}.{said.rpartition('{')[2].strip('[{}]').split(':')[0]}"


def _answer_to(line: Line, answers: Mapping[str, str], one: str) -> str | None:
    """Return what was answered about a line: about itself, else about all that are alike."""
    if not line.group:
        return None
    answer = answers.get(f"{line.group} {one}", answers.get(line.group))
    return None if answer == EACH else answer


def _right(line: Line | None, answers: Mapping[str, str], one: str) -> Line | None:
    if line is None or _answer_to(line, answers, one) != YES:
        return line
    return replace(line, doubt="")


def _holding(line: Line, answers: Mapping[str, str], one: str) -> Line:
    answer = _answer_to(line, answers, one)
    if answer is None:
        return line
    if answer == YES and line.said == TECHNICAL:
        return line  # that it is about people does not say what it holds
    said = {YES: line.said, NO: TECHNICAL}.get(answer, answer)
    if said != line.said:
        return replace(line, said=said, doubt="", erase="", encoded="", by="", words=())
    return replace(line, doubt="")


def numbered(about: Sequence[str]) -> str:
    """Return what a question is about, with a number for each where there are several.

    What is said of several lines, such as on which days they begin, is said once.
    """
    if len(about) < 2:
        return ", ".join(about)
    alike: dict[str, list[str]] = {}
    for number, one in enumerate(about, 1):
        name, _, rest = (one, "", "") if one.endswith(f".{EACH_ROW}") else one.partition(" ")
        alike.setdefault(rest, []).append(f"{number} {name}")
    return "; ".join(f"{', '.join(names)} {rest}".strip() for rest, names in alike.items())


def shown(about: Sequence[str], most: int = 12) -> str:
    """Return some words, a few of them where there are many."""
    rest = len(about) - most
    return ", ".join(about[:most]) + (f", and {rest} more" if rest > 0 else "")
