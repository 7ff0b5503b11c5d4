"""What differs between the words of two statements in one language, sentence by sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gestand.core.policy.sentences import Sentence, Statement


@dataclass(frozen=True)
class Reworded:
    """A sentence that came, went or reads otherwise: `was` or `now` is empty then.

    Where both are empty, only headings, order or layout differ. `promise` is the id of its promise;
    a sentence that only explains has none.
    """

    language: str
    promise: str
    was: str
    now: str


def rewordings(
    older: Mapping[str, Statement], newer: Mapping[str, Statement]
) -> tuple[Reworded, ...]:
    """Return what differs in the languages of both; it is empty where the texts are the same."""
    return tuple(
        one
        for language in sorted(older.keys() & newer.keys())
        if older[language].source != newer[language].source
        for one in _between(language, older[language], newer[language])
    )


def _between(language: str, older: Statement, newer: Statement) -> Iterator[Reworded]:
    before, after = _promises(older), _promises(newer)
    found = [
        Reworded(language, id_, before.get(id_, ""), after.get(id_, ""))
        for id_ in dict.fromkeys((*before, *after))
        if before.get(id_) != after.get(id_)
    ]
    was, now = Counter(_others(older)), Counter(_others(newer))
    found += [Reworded(language, "", text, "") for text in (was - now).elements()]
    found += [Reworded(language, "", "", text) for text in (now - was).elements()]
    yield from found or [Reworded(language, "", "", "")]


def _promises(statement: Statement) -> dict[str, str]:
    marked = ((one.mark.promise, one.source) for one in statement.sentences() if one.mark)
    return {promise: source for promise, source in marked if promise}


def _others(statement: Statement) -> Iterator[str]:
    return (one.source for one in statement.sentences() if not _promise(one))


def _promise(sentence: Sentence) -> str:
    return sentence.mark.promise if sentence.mark else ""
