"""Publish the statement: check it, compose its pages, put them in place in one go.

A reader never meets half a publication: the pages are written to a folder beside the old one,
and the two change places when all is on disk.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePosixPath

from gestand.core.findings import Finding, Span
from gestand.core.found import shown, span_of
from gestand.core.policy.check import check_policy
from gestand.core.policy.labels import LABELS
from gestand.core.policy.model import Policy
from gestand.core.policy.statement import (
    Document,
    Edition,
    check_statements,
    lapsed_attestations,
    render,
    to_markdown,
    version_of,
)
from gestand.errors import CannotRun
from gestand.work.dated import authorities, countries
from gestand.work.pages.html import choice_page, statement_page
from gestand.work.pages.pdf import is_possible, pdf_of
from gestand.work.project import Project

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
        findings += _check_authority(project, project.policy, on)
    return sorted(dict.fromkeys(findings))


def _check_authority(project: Project, policy: Policy, on: date) -> list[Finding]:
    code, known = policy.controller.authority, authorities(on)
    if code in known:
        return []
    span = span_of(code, Span(_policy_file(project)))
    message = f"unknown supervisory authority `{shown(code)}`"
    then = "use one of " + ", ".join(f"`{name}`" for name in known)
    return [Finding(span, "G550", message, shown(code), then)]


def _policy_file(project: Project) -> str:
    """Return the name of the current policy among the files that were read."""
    paths = [PurePosixPath(name) for name in project.sources]
    current = (p for p in paths if p.name == "policy.yaml" and p.parent.name != "versions")
    return str(next(current, "policy.yaml"))


def compose(project: Project, policy: Policy, on: date) -> Publication:
    """Return the pages of `project`, which has no findings, as they are on a day."""
    left_out = lapsed_attestations(policy, on)
    edition = Edition(
        version=_version(project, left_out),
        on=on,
        authority=authorities(on)[policy.controller.authority],
        countries=countries(),
    )
    languages = policy.controller.languages
    documents = [render(policy, project.statements[language], edition) for language in languages]
    files = _pages(documents)
    publication = Publication(edition.version, policy.effective, languages, left_out, files)
    return replace(publication, files={**files, RECORD: _record(publication, on)})


def _version(project: Project, left_out: tuple[str, ...]) -> str:
    """Return a digest that changes with the policy, a statement or what is left out."""
    statements = sorted(project.statements.items())
    texts = [part for language, one in statements for part in (language, one.source)]
    return version_of([project.sources.get(_policy_file(project), ""), *texts, *left_out])


def _pages(documents: list[Document]) -> dict[str, bytes]:
    languages = [document.language for document in documents]
    forms = ("pdf", "md") if is_possible() else ("md",)
    files = {"index.html": choice_page(documents).encode()}
    for document in documents:
        language, labels = document.language, LABELS[document.language]
        page = statement_page(document, languages, forms)
        markdown = to_markdown(document, labels.version, labels.effective)
        files[f"{language}.html"] = page.encode()
        files[f"{language}.md"] = markdown.encode()
        if is_possible():
            files[f"{language}.pdf"] = pdf_of(page)
    return files


def _record(publication: Publication, on: date) -> bytes:
    """Return what was published, so that a later check can compare the pages with it."""
    told = {
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
        reason = (error.strerror or "no reason given").lower()
        message = f"`{out}` cannot be written: {reason}; choose another folder with `--out`"
        raise CannotRun(message) from error


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
        told = json.loads(record.read_bytes())
        return {RECORD, *told["files"]}
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return set()


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
