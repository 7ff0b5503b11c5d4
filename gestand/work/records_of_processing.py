"""Write the registers of processing: pages, files for spreadsheets, linked data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from gestand.core.datamap.model import DataMap
from gestand.core.policy.fill import Filler
from gestand.core.policy.model import Policy
from gestand.core.policy.published import Block, Document, Facts, Line, Prose, Section, Subheading
from gestand.core.policy.published import escape as escaped
from gestand.core.policy.register_words import REGISTER_WORDS
from gestand.core.policy.registers import Register, Registers, registers
from gestand.core.policy.registers_linked import linked_logs, to_linked_registers
from gestand.work.dated import vocabulary
from gestand.work.editions import versions_of
from gestand.work.logs import logs
from gestand.work.pages.html import Beside, register_page
from gestand.work.project import Project
from gestand.work.publish import RECORD
from gestand.work.sheets import to_csv, to_xlsx
from gestand.work.state import State

LINKED = "registers.jsonld"


@dataclass(frozen=True)
class Wanted:
    """Which registers: as they are on a day, in which languages.

    With `state` the logs of own records stand in them too, as they are now.
    """

    day: date
    languages: Sequence[str]
    state: State | None = None


def compose(
    project: Project, policy: Policy, datamap: DataMap, wanted: Wanted
) -> dict[str, bytes]:
    """Return every file by its name, of a project without findings.

    Raises CannotRun where own records are wanted and cannot be read.
    """
    version = versions_of(project, policy, wanted.day)[-1]
    fillers = {language: version.filler(language) for language in wanted.languages}
    files = dict(_files(fillers, datamap, wanted))
    told = {"files": {name: sha256(data).hexdigest() for name, data in files.items()}}
    return {**files, RECORD: (json.dumps(told, indent=1) + "\n").encode()}


def _files(
    fillers: Mapping[str, Filler], datamap: DataMap, wanted: Wanted
) -> Iterator[tuple[str, bytes]]:
    kept: dict[str, tuple[Register, ...]] = {}
    for language, filler in fillers.items():
        found = registers(filler, datamap, wanted.day)
        if wanted.state is not None:
            kept[language] = logs(filler, wanted.state)
            found = replace(found, each=(*found.each, *kept[language]))
        page = register_page(to_document(found, filler), Beside(tuple(fillers)))
        yield f"{language}.html", page.encode()
        yield f"{language}.xlsx", to_xlsx(found.each)
        for register in found.each:
            yield f"{language}-{register.id}.csv", to_csv(register)
    titles = {language: REGISTER_WORDS[language].title for language in fillers}
    linked = to_linked_registers(fillers, titles, vocabulary(), wanted.day)
    if kept:
        parts = linked["dct:hasPart"]
        linked["dct:hasPart"] = [*(parts if isinstance(parts, list) else []), *linked_logs(kept)]
    yield LINKED, (json.dumps(linked, indent=1, ensure_ascii=False) + "\n").encode()


def to_document(found: Registers, filler: Filler) -> Document:
    """Return the registers as the blocks of a page."""
    policy = filler.policy
    sections = [
        Section(escaped(found.of), "who", (_facts(found.who),)),
        *(Section(escaped(one.title), one.id, _blocks(one, found.empty)) for one in found.each),
    ]
    return Document(
        language=found.language,
        title=escaped(found.title),
        controller=escaped(policy.controller.name),
        version=filler.edition.version,
        effective=filler.grammar.day(policy.effective),
        intro=(),
        sections=tuple(sections),
    )


def _blocks(register: Register, empty: str) -> tuple[Block, ...]:
    found: list[Block] = []
    for number, (title, *cells) in enumerate(register.rows, 1):
        named = f"{register.heads[0]} {title}" if title.isdecimal() else title
        found.append(Subheading(3, escaped(named), f"{register.id}-{number}"))
        found.append(_facts(tuple(zip(register.heads[1:], cells, strict=True))))
    return tuple(found) or (Prose((Line(escaped(empty)),)),)


def _facts(pairs: Sequence[tuple[str, str]]) -> Facts:
    return Facts(tuple((head, (Line(escaped(text)),)) for head, text in pairs if text))
