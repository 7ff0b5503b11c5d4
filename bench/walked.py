"""`walk`: how many answers a stranger's schema takes until `check` finds nothing in its draft.

Whoever answers knows the labels of the schema, and answers what they say; where one answer is not
right for all lines, each is asked by itself. Figures are told, and no column: what is held out
stays so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.discovery.schemas import Grade, Label, labels, load, names
from bench.figures import Outcome, tell
from gestand.core.discovery.draft import SECRET, TECHNICAL
from gestand.core.discovery.questions import EACH, NO, YES, Kind, Question
from gestand.settings import today
from gestand.wiring import open_stranger
from gestand.work.first_draft import (
    Asked,
    draft_of,
    first_questions,
    look,
    open_questions,
    write_draft,
)
from gestand.work.project import load as read

ANSWERS, WHO = 40, 3
"""What is aimed at; `--ask` asks for a name, an address, and which other tables hold people."""

_HOLDS: Mapping[Grade, str] = {
    Grade.DIRECT: "name",
    Grade.CONTENT: "activity",
    Grade.CREDENTIAL: SECRET,
    Grade.NONE: TECHNICAL,
}


@dataclass
class Stranger:
    """Answers by the labels of a schema; `count` is how often."""

    by_table: Mapping[str, Sequence[Label]]
    given: dict[str, str] = field(default_factory=dict)
    count: int = WHO

    def all(self, questions: Iterable[Question]) -> None:
        """Answer each question, by the numbers of what is not right where no one answer is."""
        for question in questions:
            if question.name in self.given:
                continue
            answer = self._answer(question)
            if answer:
                self.given[question.name] = answer
                self.count += 1
            if wrong := question.wrong_of(answer):
                self._but(question, wrong)

    def _but(self, question: Question, wrong: frozenset[int]) -> None:
        """Take the rest for right; say of what is not what it holds, where it may hold more."""
        self.given[question.name] = EACH
        said = question.of_numbers
        each = list(enumerate(question.each(), 1))
        told = {one.name: said if number in wrong else question.rest for number, one in each}
        self.given |= {name: answer for name, answer in told.items() if answer}
        self.all(one for number, one in each if number in wrong and not said)

    def _answer(self, question: Question) -> str:
        kind = question.name.partition(" ")[0]
        if kind == "people":
            return YES if any(one.grade is Grade.DIRECT for one in self._about(question)) else NO
        if kind == "column":
            return self._same(question, [_holds(question, one) for one in self._about(question)])
        if kind == "about":
            tables = question.keys or [question.about[0].partition(" ")[0]]
            empty = [_is_empty(self.by_table[table]) for table in tables]
            return self._same(question, [NO if each else YES for each in empty])
        return YES

    def _about(self, question: Question) -> list[Label]:
        found = []
        for line in question.about:
            table, _, column = line.partition(".")
            told = self.by_table[table]
            found += [one for one in told if one.column == column or not column]
        return found

    @staticmethod
    def _same(question: Question, answers: Sequence[str]) -> str:
        """Return the answer that is right for all, or the numbers of what is not right."""
        if len({*answers}) == 1:
            return answers[0]
        return " ".join(str(n) for n, one in enumerate(answers, 1) if one != question.rest)


def _holds(question: Question, label: Label) -> str:
    said = question.name.removeprefix("column ")
    several = question.kind in (Kind.HOLDS, Kind.WHAT)
    said = said if several else said.removesuffix(f" {question.about[0]}")
    wanted = _HOLDS[label.grade]
    if question.rest == NO:
        return NO if wanted == TECHNICAL else wanted
    if SECRET in (said, wanted) or TECHNICAL in (said, wanted):
        wanted = NO if wanted == TECHNICAL else wanted
        return YES if said == _HOLDS[label.grade] else wanted
    return YES


def _is_empty(told: Sequence[Label]) -> bool:
    return all(one.grade is Grade.NONE for one in told)


def walk(schema: str, into: Path) -> tuple[int, str, bool]:
    """Return how many answers a draft took, what came of it in words, and whether it is clean."""
    load(schema, into / "made.db")
    began = perf_counter()
    url = f"sqlite:///{into}/made.db"
    asked = Asked(url, Path(), into / "out", "", ("nl", "en"), 50, "Europe/Amsterdam",
                  today("UTC").isoformat(), "De Proef", "info@proef.example")  # fmt: skip
    seen = look(open_stranger("made", url, asked.base), 50, lambda _table: None)
    stranger = Stranger(_by_table(labels(schema)))
    stranger.all(first_questions(seen, stranger.given))
    for _ in range(3):  # what is answered may bring other questions
        made = draft_of(asked, "made", seen, stranger.given)
        stranger.all(open_questions(made, stranger.given))
    drafted = draft_of(asked, "made", seen, stranger.given)
    write_draft(asked.into, drafted)
    tables = drafted.draft.tables.values()
    mapped = [table for table in tables if table.apart is None]
    unable = [t for t in tables if t.apart is not None and t.apart.said.startswith("NOT")]
    clean = not drafted.findings and not read(asked.into).findings
    said = (
        f"{len(tables)} tables, {len(mapped)} mapped, {len(unable)} not mapped yet, "
        f"{len(drafted.left)} marks left, {perf_counter() - began:.1f} s of the machine, "
        f"{'no findings' if clean else 'findings'}"
    )
    return stranger.count, said, clean


def _by_table(told: Iterable[Label]) -> dict[str, list[Label]]:
    tables: dict[str, list[Label]] = {}
    for one in told:
        tables.setdefault(one.table, []).append(one)
    return tables


def measure_walk(schemas: Sequence[str] | None = None) -> Outcome:
    """Tell of each schema how many answers its first draft takes, and what is left of it."""
    problems: list[str] = []
    for schema in schemas or names():
        with TemporaryDirectory() as folder:
            count, said, clean = walk(schema, Path(folder))
        tell(f"{schema:<10} {count} answers: {said}")
        if count >= ANSWERS or not clean:
            problems.append(f"walk: {schema} took {count} answers, aimed under {ANSWERS}")
    return Outcome((), tuple(problems))
