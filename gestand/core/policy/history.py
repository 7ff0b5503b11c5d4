"""Tell what each version of a statement changed, in plain words of one language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from gestand.core.policy.changes import Added, Change, Listed, Part, Removed, changes
from gestand.core.policy.fill import Filled, Filler
from gestand.core.policy.frames import BEFORE, FRAMES
from gestand.core.policy.labels import LABELS
from gestand.core.policy.published import (
    Block,
    Document,
    Line,
    Listing,
    Prose,
    Section,
    escape,
)
from gestand.core.policy.words import GRAMMARS, capitalised

Texts = Mapping[date, str]
"""Where the text of a version can be read, by the day from which it counts."""


@dataclass(frozen=True)
class Entry:
    """One version: since when it counts, and what it changed, as inline Markdown.

    The oldest version has nothing to be compared with.
    """

    effective: date
    oldest: bool
    lines: tuple[str, ...]


def history(versions: Sequence[Filler]) -> tuple[Entry, ...]:
    """Return an entry for each version, the newest first; `versions` are the oldest first.

    All of them speak one language.
    """
    entries = [Entry(versions[0].policy.effective, oldest=True, lines=())]
    for older, newer in pairwise(versions):
        found = changes(older.policy, newer.policy)
        lines = tuple(escape(line) for change in found for line in tell(change, older, newer))
        entries.append(Entry(newer.policy.effective, oldest=False, lines=lines))
    return tuple(reversed(entries))


def to_document(statement: Document, entries: Sequence[Entry], texts: Texts) -> Document:
    """Return the page of history beside a statement; `texts` are the addresses of versions."""
    labels = LABELS[statement.language]
    sections = tuple(_section(statement.language, entry, texts) for entry in entries)
    return replace(statement, title=labels.history, intro=(), sections=sections)


def _section(language: str, entry: Entry, texts: Texts) -> Section:
    labels, day = LABELS[language], GRAMMARS[language].day(entry.effective)
    blocks: list[Block] = []
    if entry.lines:
        blocks.append(Listing(False, tuple((Line(line),) for line in entry.lines)))
    else:
        blocks.append(Prose((Line(labels.oldest if entry.oldest else labels.unchanged),)))
    link = f"[{labels.statement_of.format(day)}]({texts.get(entry.effective)})"
    kept = entry.effective in texts
    blocks.append(Prose((Line(link if kept else labels.not_kept),)))
    return Section(f"{labels.effective} {day}", entry.effective.isoformat(), tuple(blocks))


def tell(change: Change, older: Filler, newer: Filler) -> Iterator[str]:
    """Yield the sentences that tell one change between two versions."""
    part = change.part.value
    if isinstance(change, Added):
        yield _said(newer, f"{part} added", change)
    elif isinstance(change, Removed):
        yield _said(older, f"{part} removed", change)
    elif isinstance(change, Listed):
        if change.added:
            yield _said(newer, f"{part} {change.aspect} more", change)
        if change.removed:
            # The newer version may not know any more what left it.
            yield _said(older, f"{part} {change.aspect} less", change)
    else:
        yield _altered(f"{part} {change.aspect}", change, older, newer)


def _altered(key: str, change: Change, older: Filler, newer: Filler) -> str:
    frames = FRAMES[newer.grammar.language]
    was, now = _now(older, key, change.id), _now(newer, key, change.id)
    if f"{key} ends" in frames and not now:
        return _said(newer, f"{key} ends", change)
    said = _said(newer, key, change)
    if not (was and now) or was == now:
        return said
    was = f"‘{was}’" if was.endswith(("?", "!")) else was
    return f"{said} {_ended(frames[BEFORE].format(was))}"


def _said(filler: Filler, key: str, change: Change) -> str:
    """Return the sentence of `key`, with the words of one version in it."""
    frame = FRAMES[filler.grammar.language][key]
    listed = ""
    if isinstance(change, Listed):
        ids = change.added if key.endswith(" more") else change.removed
        words = _LISTED[change.part, change.aspect]
        listed = filler.grammar.all_of(words(filler, id_) or id_ for id_ in ids)
    name = _NAMES.get(change.part, _nothing)(filler, change.id) or change.id
    now = _now(filler, key, change.id) or ""
    return capitalised(_ended(frame.format(name=name, now=now, listed=listed)))


def _ended(sentence: str) -> str:
    """Return a sentence with one full stop, also where a name brings its own."""
    return sentence.removesuffix(".") if sentence.endswith("..") else sentence


def _now(filler: Filler, key: str, id_: str) -> Filled:
    return _NOW.get(key, _nothing)(filler, id_)


def _nothing(_filler: Filler, _id: str) -> Filled:
    return None


def _purpose(filler: Filler, id_: str) -> Filled:
    """Return the data of a purpose and its period, as one or two sentences."""
    keep = filler.keep(id_)
    exactly = filler.policy.purposes[id_].keep.exactly
    frame = filler.labels.erased_exactly if exactly else filler.labels.erased
    return f"{filler.data(id_)}. {frame.format(keep)}"


def _marketing(filler: Filler, id_: str) -> Filled:
    return "marketing" if filler.policy.purposes[id_].marketing else None


def _recipient(filler: Filler, id_: str) -> Filled:
    one = filler.policy.recipients[id_]
    placed = filler.labels.placed.format(name=filler.named(one), country=_place(filler, id_))
    gets = filler.grammar.all_of(filler.category(name) or name for name in one.gets)
    return f"{placed}: {gets}" if gets else placed


def _place(filler: Filler, id_: str) -> Filled:
    one = filler.policy.recipients[id_]
    country, tool = filler.country(one) or one.country, filler.tool(one)
    return filler.labels.secured.format(place=country, tool=tool) if tool else country


def _cookie(filler: Filler, id_: str) -> Filled:
    one = filler.policy.cookies[id_]
    kind = filler.cookie_class(one)
    return "; ".join((filler.words(one.purpose) or "", kind, filler.lifetime(one), one.host))


_NAMES: Mapping[Part, Callable[[Filler, str], Filled]] = {
    Part.PURPOSE: Filler.title,
    Part.RECIPIENT: lambda f, id_: f.named(f.policy.recipients[id_]),
    Part.ATTESTATION: lambda f, id_: f.words(f.policy.attestations[id_].claim),
}

_LISTED: Mapping[tuple[Part, str], Callable[[Filler, str], Filled]] = {
    (Part.PURPOSE, "data"): Filler.category_in_full,
    (Part.PURPOSE, "required"): Filler.category,
    (Part.PURPOSE, "about"): lambda f, id_: f.words(f.policy.subjects.get(id_)),
    (Part.RECIPIENT, "gets"): Filler.category,
    (Part.RECIPIENT, "purposes"): Filler.title,
    (Part.SHARING, "processors"): Filler.kind,
}

_NOW: Mapping[str, Callable[[Filler, str], Filled]] = {
    "purpose added": _purpose,
    "purpose title": Filler.title,
    "purpose keep": Filler.keep,
    "purpose basis": Filler.ground,
    "purpose tail": Filler.tail,
    "purpose asks": Filler.asks,
    "purpose marketing": _marketing,
    "category meaning": Filler.category_in_full,
    "recipient added": _recipient,
    "recipient name": lambda f, id_: f.policy.recipients[id_].name,
    "recipient kind": lambda f, id_: f.kind(f.policy.recipients[id_].kind),
    "recipient place": _place,
    "cookie added": _cookie,
    "cookie cookie": _cookie,
    "attestation added": Filler.attestation,
    "attestation certificate": Filler.attestation,
    "rights answer": lambda f, _: f.grammar.period(f.policy.answer_within),
    "rights extension": lambda f, _: f.grammar.period(f.policy.extend_by),
    "controller name": lambda f, _: f.policy.controller.name,
    "controller email": lambda f, _: f.policy.controller.email,
    "controller post": lambda f, _: f.policy.controller.post,
    "controller phone": lambda f, _: f.policy.controller.phone,
    "controller register": lambda f, _: f.policy.controller.register,
    "controller officer": lambda f, _: str(f.policy.controller.officer or ""),
    "controller authority": lambda f, _: f.words(f.edition.authority.name),
}
