"""Versions as they were published: kept beside the policy, and never written again.

Each stands in a file of `privacy/published`, with its words in every language and the policy and
texts that they were made from. A certificate that lapses takes its sentences out of a version, so
one version may have several readings, each in a file of its own. So may one that stays because a
later one was withdrawn before its day.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

from gestand.core.ledger import canonical
from gestand.core.policy.published import Document
from gestand.core.policy.statement import lapsed_attestations, render
from gestand.errors import CannotRun, GestandError
from gestand.work.editions import Version, versions_of
from gestand.work.frozen import from_record, to_record
from gestand.work.project import DATAMAP, Project
from gestand.work.state import keep_names

FOLDER = "published"
SIGNED = b"gestand version 1\n"
"""What stands before the bytes of a file where it is signed: it can be no signature of others."""


class OtherWords(GestandError):
    """A version that was published would be published with other words, or not at all."""


@dataclass(frozen=True)
class Kept:
    """A version as it was published on a day.

    `plain` are digests of its words without its version number, by language, and `made_from` is a
    digest of the policy and the texts. It came or stayed `instead_of` versions of days that were
    still to come: those never took effect. `datamap` is the text of the data map as it was then;
    none where the version was an older one by then, or was kept before data maps were.
    """

    effective: date
    reading: int
    version: str
    on: date
    left_out: tuple[str, ...]
    made_from: str
    plain: Mapping[str, str]
    documents: Mapping[str, Document]
    instead_of: tuple[date, ...] = ()
    datamap: str = ""

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.effective}.{self.reading}.json"


@dataclass(frozen=True)
class ToKeep:
    """A reading that is not kept yet: the name of its file, and what it will hold.

    `is_first` where no reading of its version is kept.
    """

    effective: date
    version: str
    file: str
    content: bytes
    is_first: bool


def kept_in(privacy: Path) -> dict[date, list[Kept]]:
    """Return the readings of each version that was published, the oldest first.

    Raises CannotRun where one of the files cannot be read.
    """
    found: dict[date, list[Kept]] = {}
    for path in files_in(privacy):
        one = _parsed(path.name, _content(path))
        found.setdefault(one.effective, []).append(one)
    return {day: sorted(ones, key=lambda one: one.reading) for day, ones in found.items()}


def files_in(privacy: Path) -> list[Path]:
    """Return the files in which versions are kept."""
    try:
        return sorted((privacy / FOLDER).glob("*.json"))
    except OSError:
        return []


def as_published(project: Project, versions: Sequence[Version]) -> list[Version]:
    """Return versions with the words with which they were published, where they were."""
    kept = kept_in(project.privacy)
    return [
        _frozen(one, kept[day][-1]) if (day := one.policy.effective) in kept else one
        for one in versions
    ]


def settled(project: Project, on: date) -> tuple[list[Version], list[ToKeep]]:
    """Return every version as it is published on a day, and the readings that are not kept yet.

    The project has a policy and no findings. Raises OtherWords where a version that was published
    reads otherwise, though the day did not change it, or is gone.
    """
    if project.policy is None:
        return [], []
    kept = kept_in(project.privacy)
    versions, new = versions_of(project, project.policy, on), []
    gone = _gone(versions, kept)
    _refuse_gone(gone, kept, on)
    put_off = tuple(day for day in gone if day > on)
    found = []
    for number, one in enumerate(versions):
        known = kept.get(one.policy.effective, [])
        if known and not _is_new(project, one, number, known[-1]):
            found.append(_frozen(one, known[-1]))
            continue
        found.append(one)
        if one.languages:
            new.append(_to_keep(project, one, len(known) + 1, put_off))
    if put_off and not new and versions[-1].languages:
        # Nothing comes instead: another reading of the newest one says what it takes back.
        found[-1] = last = versions[-1]
        reading = len(kept.get(last.policy.effective, [])) + 1
        new.append(_to_keep(project, last, reading, put_off))
    return found, new


def is_another(privacy: Path, new: Sequence[ToKeep], effective: date) -> bool:
    """Tell whether the version of a day is published for the first time, after another one."""
    first = any(one.effective == effective and one.is_first for one in new)
    return first and bool(files_in(privacy))


def write(privacy: Path, new: Sequence[ToKeep]) -> None:
    """Write readings to their files; CannotRun where that cannot be."""
    folder = privacy / FOLDER
    try:
        if new:
            folder.mkdir(exist_ok=True)
        for one in new:
            _add(folder / one.file, one.content)
        if new:
            keep_names(folder)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        message = f"{folder} cannot be written: {reason}; what is published is kept there, and "
        message += "`--draft` publishes nothing"
        raise CannotRun(message) from error


def _is_new(project: Project, one: Version, number: int, known: Kept) -> bool:
    """Tell whether a version reads otherwise than it was kept, and may: the day changed it."""
    plain = _plain(one)
    if known.plain.items() <= plain.items():
        return len(plain) > len(known.plain)  # a language that was added
    same = made_from(project, one) == known.made_from
    if not same and project.policy is not None:
        then = versions_of(project, project.policy, known.on)[number]
        then_plain = _plain(replace(then, edition=replace(then.edition, on=known.on)))
        same = known.plain.items() <= then_plain.items()  # a language may have come since
    if not same:
        raise OtherWords(_OTHER.format(day=one.policy.effective, on=known.on))
    lapsed = lapsed_attestations(one.policy, one.edition.on)
    return lapsed != known.left_out or plain.keys() != known.plain.keys()


_OTHER = (
    "version {day} was published with other words (as of {on}), and those stay as they are: put "
    "what was published in `privacy/versions`, and give the new words a day of their own under "
    "`statement: effective`; `gestand publish --draft` shows them without publishing"
)
_GONE = (
    "version {day} was published, and its policy is not in `privacy/versions` any more: put it "
    "back, `privacy/published/{file}` holds it under `sources`"
)


def _gone(versions: Sequence[Version], kept: Mapping[date, Sequence[Kept]]) -> list[date]:
    """Return the days of versions that were published and are not there any more.

    One that was put off before its day, by another that came instead of it, never took effect.
    """
    there = {one.policy.effective for one in versions}
    readings = [one for ones in kept.values() for one in ones]
    put_off = {day for one in readings for day in one.instead_of if one.on < day}
    return [day for day in kept if day not in there and day not in put_off]


def _refuse_gone(
    gone: Sequence[date], kept: Mapping[date, Sequence[Kept]], on: date
) -> None:
    for day in gone:
        if day <= on:
            raise OtherWords(_GONE.format(day=day, file=kept[day][-1].file))


def _frozen(one: Version, known: Kept) -> Version:
    edition = replace(one.edition, version=known.version)
    return replace(one, edition=edition, frozen=known.documents)


def made_from(project: Project, one: Version) -> str:
    """Return a digest of the policy and the texts of a version."""
    return sha256(canonical(_sources(project, one)).encode()).hexdigest()


def _sources(project: Project, one: Version) -> dict[str, str]:
    texts = {f"{language}.md": each.source for language, each in one.statements.items()}
    return {"policy.yaml": project.sources.get(one.file, ""), **texts}


def _datamap(project: Project, one: Version) -> str:
    """Return the text of the data map; of an older version nobody knows which it was."""
    if one.policy is not project.policy:
        return ""
    return project.sources.get((project.privacy / DATAMAP).as_posix(), "")


def _plain(one: Version) -> dict[str, str]:
    """Return digests of the words of a version, whatever its number is."""
    edition = replace(one.edition, version="")
    found = {}
    for language, statement in one.statements.items():
        told = to_record(render(one.policy, statement, edition))
        found[language] = sha256(canonical(told).encode()).hexdigest()
    return found


def _to_keep(
    project: Project, one: Version, reading: int, put_off: Sequence[date]
) -> ToKeep:
    day = one.policy.effective
    told = {
        "version of a statement": 1,
        "effective": day.isoformat(),
        "reading": reading,
        "version": one.edition.version,
        "as of": one.edition.on.isoformat(),
        "instead of": [day.isoformat() for day in put_off],
        "left out": list(lapsed_attestations(one.policy, one.edition.on)),
        "made from": made_from(project, one),
        "plain": _plain(one),
        "sources": _sources(project, one),
        "words": {language: to_record(one.document(language)) for language in one.languages},
        "data map": _datamap(project, one),
    }
    content = (json.dumps(told, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()
    return ToKeep(day, one.edition.version, f"{day}.{reading}.json", content, reading == 1)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path.name) from error


@lru_cache(maxsize=32)
def _parsed(name: str, content: bytes) -> Kept:
    try:
        told: Mapping[str, Any] = json.loads(content)
        _refuse_other_words(told)
        return Kept(
            effective=date.fromisoformat(told["effective"]),
            reading=int(told["reading"]),
            version=str(told["version"]),
            on=date.fromisoformat(told["as of"]),
            left_out=tuple(told["left out"]),
            made_from=str(told["made from"]),
            plain=told["plain"],
            documents={name: from_record(one) for name, one in told["words"].items()},
            instead_of=tuple(date.fromisoformat(day) for day in told.get("instead of", ())),
            datamap=str(told.get("data map", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(name) from error


def _refuse_other_words(told: Mapping[str, Any]) -> None:
    """Raise ValueError where words are not those of which the file has digests."""
    number = str(told["version"])
    found = {
        language: sha256(canonical(words).replace(number, "").encode()).hexdigest()
        for language, words in told["words"].items()
    }
    if found != told["plain"]:
        message = "words that are not those that were kept"
        raise ValueError(message)


def _unreadable(name: str) -> CannotRun:
    message = f"`privacy/{FOLDER}/{name}` cannot be read as a version that was published: put it "
    return CannotRun(message + "back from a backup")


def _add(path: Path, content: bytes) -> None:
    """Write a file that is not there yet; one of the same content may be."""
    # INVARIANT: a version that was kept is never written over, nor by two who keep one at once.
    beside = path.with_name(f".{path.name}.{token_hex(8)}.new")
    try:
        with beside.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        path.hardlink_to(beside)
    except FileExistsError as error:
        if path.read_bytes() != content:
            raise FileExistsError(errno.EEXIST, "another version has that name") from error
    finally:
        beside.unlink(missing_ok=True)
