"""Publish the statement: check it, compose its pages, put them in place in one go.

A reader never meets half a publication: the pages are written to a folder beside the old one,
and the two change places when all is on disk.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from gestand.core.findings import Finding, Span
from gestand.core.found import shown, span_of
from gestand.core.policy.check import check_policy
from gestand.core.policy.model import Policy
from gestand.core.policy.statement import check_statements, lapsed_attestations
from gestand.errors import CannotRun
from gestand.work.editions import (
    ONE_DAY,
    Version,
    known_authorities,
    policy_file,
    read_on,
    versions_of,
)
from gestand.work.kept_versions import as_published
from gestand.work.pages.site import Asks, site
from gestand.work.project import Project, check_earlier

CODES = {"G550": "the supervisory authority is not known"}

RECORD = "publication.json"


@dataclass(frozen=True)
class Publication:
    """The files of one published version; `left_out` are attestations that no longer count."""

    version: str
    effective: date
    languages: tuple[str, ...]
    left_out: tuple[str, ...]
    files: Mapping[str, bytes]


def check_publication(project: Project, on: date) -> list[Finding]:
    """Return all that stands in the way of publishing `project` on a day."""
    findings = list(project.findings)
    if project.policy is not None:
        findings += check_policy(project.policy, project.datamap)
        findings += check_statements(project.policy, project.statements)
        findings += check_earlier(project)
        findings += _check_authorities(project, project.policy, on)
    return sorted(dict.fromkeys(findings))


def _check_authorities(project: Project, policy: Policy, on: date) -> Iterator[Finding]:
    """Check the authority of each version on the day as of which it reads."""
    declared = [(one.policy, one.file) for one in project.earlier]
    declared.append((policy, policy_file(project)))
    followed = [one.effective - ONE_DAY for one, _ in declared[1:]]
    for (one, file), until in zip(declared, [*followed, None], strict=True):
        code, known = one.controller.authority, known_authorities(read_on(until, on), on)
        if code not in known:
            span = span_of(code, Span(file))
            message = f"unknown supervisory authority `{shown(code)}`"
            then = "use one of " + ", ".join(f"`{name}`" for name in known)
            yield Finding(span, "G550", message, shown(code), then)


def compose(
    project: Project, policy: Policy, on: date, asks: Asks | None = None
) -> Publication:
    """Return the pages of `project`, which has no findings, as they are on a day.

    With `asks` they are for a server that answers, as `site` says. What was published keeps the
    words with which it was.
    """
    return composed(as_published(project, versions_of(project, policy, on)), on, asks)


def composed(
    versions: Sequence[Version], on: date, asks: Asks | None = None, *, draft: bool = False
) -> Publication:
    """Return the pages of versions, the newest last; those of a draft say that they are one."""
    policy, edition = versions[-1].policy, versions[-1].edition
    left_out = lapsed_attestations(policy, on)
    files = site(versions, asks, draft=draft)
    publication = Publication(
        edition.version, policy.effective, policy.controller.languages, left_out, files
    )
    return replace(publication, files={**files, RECORD: _record(publication, on, draft=draft)})


def refuse_draft_over_publication(out: Path) -> None:
    """Refuse to put a draft where readers find what is published."""
    told = _record_in(out.resolve() / RECORD)
    if told and not told.get("draft"):
        message = f"`{out}` is what was published; name another folder for a draft with `--out`"
        raise CannotRun(message)


def _record(publication: Publication, on: date, *, draft: bool) -> bytes:
    """Return what was published, so that a later check can compare the pages with it."""
    told = {
        **({"draft": True} if draft else {}),
        "version": publication.version,
        "effective": publication.effective.isoformat(),
        "as of": on.isoformat(),
        "languages": publication.languages,
        "left out": publication.left_out,
        "files": {name: sha256(data).hexdigest() for name, data in publication.files.items()},
    }
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()


def put_in_place(files: Mapping[str, bytes], out: Path) -> None:
    """Make `out` hold exactly these files.

    1. A folder with files that no publication wrote is refused.
    2. All files are written, and forced to disk, in a folder beside `out`.
    3. The old folder steps aside, the new one takes its name, the old one is removed.

    A crash in between leaves the old publication or the new one, or the old one under the
    name `.NAME.previous`; the next run tidies up.
    """
    try:
        place = out.resolve()
        _refuse_other_files(place, out)
        _swap(files, place)
    except OSError as error:
        raise _cannot_write(out, error) from error


def check_place(out: Path) -> None:
    """Refuse a place that a publication may not take, before its pages are made."""
    try:
        _refuse_other_files(out.resolve(), out)
    except OSError as error:
        raise _cannot_write(out, error) from error


def _cannot_write(out: Path, error: OSError) -> CannotRun:
    reason = (error.strerror or "no reason given").lower()
    return CannotRun(f"`{out}` cannot be written: {reason}; choose another folder with `--out`")


def _refuse_other_files(place: Path, out: Path) -> None:
    if not place.exists():
        return
    if not place.is_dir():
        message = f"`{out}` is a file; name a folder with `--out`"
        raise CannotRun(message)
    written = _written_before(place / RECORD)
    other = sorted(path.name for path in place.iterdir() if path.name not in written)
    if other:
        stranger = shown(other[0])
        message = f"`{out}` holds `{stranger}`, no part of a publication; name another folder"
        raise CannotRun(message)


def _written_before(record: Path) -> set[str]:
    """Return the names that an earlier publication wrote; none when its record is unreadable."""
    try:
        return {RECORD, *_record_in(record)["files"]}
    except (KeyError, TypeError):
        return set()


def _record_in(record: Path) -> Mapping[str, Any]:
    """Return what a record says; nothing where there is none that can be read."""
    try:
        told = json.loads(record.read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _swap(files: Mapping[str, bytes], place: Path) -> None:
    fresh = place.with_name(f".{place.name}.new")
    previous = place.with_name(f".{place.name}.previous")
    if previous.exists() and not place.exists():
        previous.rename(place)
    for leftover in (fresh, previous):
        if leftover.exists():
            shutil.rmtree(leftover)
    _write_folder(files, fresh)
    if place.exists():
        place.rename(previous)
    try:
        fresh.rename(place)
    except OSError:
        if previous.exists():
            previous.rename(place)
        raise
    if previous.exists():
        shutil.rmtree(previous)


def _write_folder(files: Mapping[str, bytes], folder: Path) -> None:
    folder.mkdir(parents=True)
    for name, data in files.items():
        with (folder / name).open("wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
