"""Judge every promise of a statement: look with every probe, then decide from what was seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from gestand.core.policy.model import Promise
from gestand.core.policy.published import Document, Facts, Table
from gestand.core.policy.statement import carried_promises
from gestand.core.promises import ATTESTED, promises_of
from gestand.core.proving.claims import claims
from gestand.core.proving.verdict import RED, Evidence, Judged, Verdict, verdict
from gestand.errors import CannotRun
from gestand.work.company import kept_open
from gestand.work.dated import ended_standards
from gestand.work.inspection import Inspection
from gestand.work.papers import digest_of_paper
from gestand.work.probes import (
    answered,
    bound,
    changed,
    consented,
    crawled,
    declared,
    drilled,
    endless,
    erased,
    given,
    identified,
    joined,
    linted,
    objected,
    overdue,
    published,
    reached,
    restricted,
    stated,
    together,
    undeclared,
    unfilled,
    withdrawn,
)

Look = Callable[[Inspection], Iterator[Evidence]]

PROBES: tuple[Look, ...] = (
    answered.look,
    bound.look,
    changed.look,
    consented.look,
    crawled.look,
    declared.look,
    drilled.look,
    endless.look,
    erased.look,
    given.look,
    identified.look,
    joined.look,
    linted.look,
    objected.look,
    overdue.look,
    published.look,
    reached.look,
    restricted.look,
    stated.look,
    together.look,
    undeclared.look,
    unfilled.look,
    withdrawn.look,
)
"""What looks; a test sees to it that every probe stands here."""

LAW = "principles.law"
"""The promise that the law is kept: software never says that by itself."""


@dataclass(frozen=True)
class Proved:
    """A promise of the statement with its sentence, what was seen of it, and the verdict.

    The sentence is Markdown. It is empty where the published text leaves it out.
    """

    promise: Promise
    sentence: str
    judged: Judged
    evidence: tuple[Evidence, ...]
    owner: str
    signed: bool = False

    @property
    def seen_in(self) -> frozenset[str]:
        """The stores that were looked at."""
        every = (each.stores - each.unseen for each in self.evidence)
        return frozenset[str]().union(*every)

    @property
    def all_places(self) -> frozenset[str]:
        """The stores and other places that hold what the promise is about."""
        every = (each.stores | each.unseen | each.places for each in self.evidence)
        return frozenset[str]().union(*every)


def prove(
    inspection: Inspection, language: str, probes: Sequence[Look] = PROBES
) -> list[Proved]:
    """Return every promise of the statement in one language, in the order of the text.

    With fewer `probes` fewer promises have evidence. Raises CannotRun where the statement is not in
    that language.
    """
    if language not in inspection.project.statements:
        known = ", ".join(sorted(inspection.project.statements))
        message = f"there is no statement in that language; there is one in {known}"
        raise CannotRun(message)
    seen: dict[str, list[Evidence]] = defaultdict(list)
    with kept_open(inspection.stores.values()):  # one probe after the other asks them
        for look in probes:
            for each in look(inspection):
                seen[each.promise].append(each)
    return _with_the_law(list(_judged(inspection, language, seen)))


def all_kept(proved: list[Proved]) -> bool:
    """Tell whether every promise is kept."""
    return all(each.judged.verdict is Verdict.KEPT for each in proved)


def is_red(one: Proved) -> bool:
    """Tell whether a promise is not kept, and not only that nobody can tell."""
    return one.judged.verdict in RED


def _judged(
    inspection: Inspection, language: str, seen: Mapping[str, list[Evidence]]
) -> Iterator[Proved]:
    policy, statement = inspection.policy, inspection.project.statements[language]
    known, sentences = promises_of(policy), _sentences(inspection, language)
    digest = partial(digest_of_paper, inspection.project.root)
    signed_for = claims(policy, ended_standards(), digest, inspection.on)
    for id_ in dict.fromkeys(id_ for id_, _ in carried_promises(policy, statement)):
        promise = known.get(id_, Promise(id_, ATTESTED, ""))
        signed, evidence = signed_for.get(id_, []), seen.get(id_, [])
        judged = verdict(promise.mode, evidence, signed, inspection.at, inspection.on)
        owner = signed[0].by if signed else policy.controller.name
        yield Proved(promise, sentences.get(id_, ""), judged, tuple(evidence), owner, bool(signed))


def _with_the_law(proved: list[Proved]) -> list[Proved]:
    """Leave unknown that the law is kept, whoever signed for it, while another promise is not."""
    others = all(one.judged.verdict is Verdict.KEPT for one in proved if one.promise.id != LAW)
    if others:
        return proved
    not_all = Judged(Verdict.UNKNOWN, "others")
    return [
        replace(one, judged=not_all)
        if one.promise.id == LAW and one.judged.verdict is Verdict.KEPT
        else one
        for one in proved
    ]


def _sentences(inspection: Inspection, language: str) -> dict[str, str]:
    """Return by promise its sentence as it would be published today; of a table its caption."""
    document = inspection.documents.get(language)
    if document is None:
        return {}
    found: dict[str, str] = {}
    for promise, text in _lines(document):
        found.setdefault(promise, text)
    return found


def _lines(document: Document) -> Iterator[tuple[str, str]]:
    for block in (*document.intro, *(b for one in document.sections for b in one.blocks)):
        if isinstance(block, Table) and block.promise:
            yield block.promise, block.caption
        elif isinstance(block, Facts):
            for term, lines in block.rows:
                yield from ((line.promise, f"{term}: {line.markdown}") for line in lines)
    yield from ((line.promise, line.markdown) for line in document.lines() if line.promise)
