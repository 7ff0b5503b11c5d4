"""`intake`: how well requests are recognised in the messages of the corpus.

Each half is told apart: the rules were tuned on one, and the other was written before them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Outcome, tell
from gestand.core.intake.message import Kind, Recognised
from gestand.core.intake.recognise import SURE, recognise
from gestand.core.rights_rules import Right
from gestand.post.reading import read_message

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus"
HALVES = ("tuning", "held-out")


@dataclass(frozen=True)
class Judged:
    """A message of the corpus: what it is, and what it was found to be."""

    file: str
    kind: str
    rights: frozenset[Right]
    found: Recognised

    @property
    def asked(self) -> frozenset[Right]:
        """The rights that were found."""
        return frozenset(one.right for one in self.found.asked)

    @property
    def is_taken(self) -> bool:
        """Tell whether it would become a request without a person who looks."""
        return self.found.kind is Kind.REQUEST and not self.found.doubts


@dataclass(frozen=True)
class Score:
    """How many were found that are there (recall), and are there that were found (precision)."""

    right: int
    found: int
    there: int

    @property
    def precision(self) -> float:
        """Of what was found, the part that is there."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of what is there, the part that was found."""
        return self.right / self.there if self.there else 1.0


def judged(half: str) -> list[Judged]:
    """Return every message of a half with what it was found to be."""
    folder = CORPUS / half
    rows = (folder / "labels.tsv").read_text("utf-8").splitlines()[1:]
    return [_judged(folder, row.split("\t")) for row in rows]


def _judged(folder: Path, row: Sequence[str]) -> Judged:
    file, _, kind, rights = row
    found = recognise(read_message((folder / file).read_bytes()))
    return Judged(file, kind, frozenset(map(Right, rights.split())), found)


def score(messages: Sequence[Judged], right: Right) -> Score:
    """Return how well a right was found."""
    found = [one for one in messages if right in one.asked]
    there = sum(right in one.rights for one in messages)
    return Score(sum(right in one.rights for one in found), len(found), there)


def lost(messages: Sequence[Judged]) -> list[str]:
    """Return the requests that no person would see, since they were taken for something else."""
    aside = {Kind.SPAM, Kind.AUTOMATIC, Kind.LOOP, Kind.BOUNCE}
    return [m.file for m in messages if m.kind == "request" and m.found.kind in aside]


def taken_wrong(messages: Sequence[Judged]) -> list[str]:
    """Return what would become a request by itself, and of other rights than were asked."""
    return [one.file for one in messages if one.is_taken and one.asked != one.rights]


def measure_intake() -> Outcome:
    """Print precision and recall of each right, for both halves."""
    problems: list[str] = []
    for half in HALVES:
        messages = judged(half)
        for text in _told(half, messages):
            tell(text)
        problems += [f"{half}: {file} would be lost" for file in lost(messages)]
    return Outcome((), tuple(problems))


def _told(half: str, messages: Sequence[Judged]) -> Iterator[str]:
    yield f"intake: {half}, {len(messages)} messages; sure from {SURE}"
    yield f"  {'right':<15}{'there':>6}{'found':>6}{'precision':>11}{'recall':>8}"
    for right in Right:
        one = score(messages, right)
        told = f"{one.precision:>11.2f}{one.recall:>8.2f}"
        yield f"  {right.value:<15}{one.there:>6}{one.found:>6}{told}"
    kinds = Counter(one.kind == one.found.kind.value for one in messages)
    taken = [one for one in messages if one.is_taken]
    yield f"  kind right: {kinds[True]} of {len(messages)}"
    wrong = len(taken_wrong(messages))
    yield f"  taken by itself: {len(taken)}, of those with other rights {wrong}"
