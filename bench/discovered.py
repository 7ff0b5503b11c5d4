"""`discovery`: how well personal data are found in schemas that others designed and labelled.

Each schema is looked at by names alone, and with samples of made-up rows; a column counts in two
ways, over all and over those that hold a value, with and without those that may be debated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.discovery.schemas import Grade, labels, load, names
from bench.figures import Outcome, tell
from bench.intake import Score
from gestand.core.discovery import grades
from gestand.core.discovery.found import discover
from gestand.stores.sql import SqlStore
from gestand.work.first_draft import look

SAMPLES = 50
KNOWN = (
    *("kanboard", "roundcube", "wagtail"),
    *("buildbot", "horde", "hyperkitty", "kiwitcms", "oscar", "redmine", "spirit", "sympa"),
    *("ttrss", "wger", "wordpress", "zoneminder"),
)
"""The schemas that were looked at while the rules were made; of the others only the score."""

ASIDE = ("airflow", "pretalx", "rt")
"""Labelled by whoever made the rules, and only scored, to see whether a rule holds elsewhere."""

PRECISION, RECALL = 0.90, 0.80
"""What is aimed at, over all schemas, of columns that hold a value, with samples."""

_GRADES: Mapping[str, Grade] = {
    grades.IDENTIFIER: Grade.DIRECT,
    grades.CONTENT: Grade.CONTENT,
    grades.CREDENTIAL: Grade.CREDENTIAL,
    grades.NONE: Grade.NONE,
}


@dataclass(frozen=True)
class Found:
    """A column with its label and what was found; `filled` says that it holds a value."""

    schema: str
    name: str
    label: Grade
    debatable: Grade | None
    grade: Grade
    why: str
    filled: bool


def found_in(schema: str, samples: int) -> list[Found]:
    """Return every column of a labelled schema with what is found of it."""
    with TemporaryDirectory() as folder:
        load(schema, Path(folder) / "made.db")
        store = SqlStore.at("made", f"sqlite:///{folder}/made.db", "UTC")
        looked = look(store, SAMPLES, lambda _table: None)
        filled = looked.looks
        seen = looked if samples == SAMPLES else look(store, samples, lambda _table: None)
    judged = discover(seen.schema, seen.looks, seen.pointers, soft=seen.soft).judged
    return [
        Found(
            schema,
            f"{one.table}.{one.column}",
            one.grade,
            one.debatable,
            _GRADES[judged[one.table][one.column].grade],
            judged[one.table][one.column].why,
            filled[one.table][one.column].seen > 0,
        )
        for one in labels(schema)
    ]


def score(found: Sequence[Found], wanted: Sequence[Grade]) -> Score:
    """Return how well columns of some grades were found; each as the grade that it has."""
    right = sum(one.grade is one.label and one.label in wanted for one in found)
    return Score(
        right,
        sum(one.grade in wanted for one in found),
        sum(one.label in wanted for one in found),
    )


def measure_discovery(schemas: Sequence[str] | None = None) -> Outcome:
    """Tell precision and recall of each grade in each schema, with samples and without."""
    problems: list[str] = []
    for samples in (0, SAMPLES):
        told = {name: found_in(name, samples) for name in schemas or names()}
        every = [one for found in told.values() for one in found]
        ways = f"with {samples} samples" if samples else "by names alone"
        for which, kept in _ways(every):
            tell(f"{ways}, {which}: {len(kept)} columns")
            for line in _lines(told, {(one.schema, one.name) for one in kept}):
                tell(f"  {line}")
        filled = [one for one in every if one.filled]
        whole = score(filled, _PERSONAL)
        if samples and (whole.precision < PRECISION or whole.recall < RECALL):
            problems.append(f"discovery: {_said(whole)}, aimed at {PRECISION} and {RECALL}")
    return Outcome((), tuple(problems))


_PERSONAL = (Grade.DIRECT, Grade.CONTENT, Grade.CREDENTIAL)


def _ways(every: Sequence[Found]) -> Iterator[tuple[str, list[Found]]]:
    filled = [one for one in every if one.filled]
    yield "all columns", [*every]
    yield "columns that hold a value", filled
    yield "those of them that nobody debates", [one for one in filled if one.debatable is None]


def _lines(told: Mapping[str, Sequence[Found]], kept: set[tuple[str, str]]) -> Iterator[str]:
    rows = {name: [o for o in found if (o.schema, o.name) in kept] for name, found in told.items()}
    whole = [one for found in rows.values() for one in found]
    rows["known"] = [one for one in whole if one.schema in KNOWN]
    rows["aside"] = [one for one in whole if one.schema in ASIDE]
    rows["held out"] = [one for one in whole if one.schema not in KNOWN + ASIDE]
    rows["overall"] = whole
    for name, found in rows.items():
        each = [f"{grade.value} {_said(score(found, [grade]))}" for grade in _PERSONAL]
        yield f"{name:<10} {'  '.join([f'together {_said(score(found, _PERSONAL))}', *each])}"


def _said(one: Score) -> str:
    return f"{one.precision:.2f}/{one.recall:.2f}"
