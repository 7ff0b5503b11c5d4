"""The ledger knows each version that was published, and signs for it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from gestand.core.ledger import canonical
from gestand.errors import CannotRun
from gestand.records.base import News
from gestand.work.journal import Journal
from gestand.work.kept_versions import FOLDER, SIGNED, files_in
from gestand.work.state import plainly

KIND = "version published"
ENDING = ".signature"
_CHANGED = "is not the version that was published"


@dataclass(frozen=True)
class Versions:
    """What became of the versions of which the ledger tells: how many hold, and what is wrong.

    `unsigned` are files of which no entry tells: they were published before there was a ledger.
    """

    held: int
    wrong: tuple[str, ...]
    unsigned: tuple[str, ...]


def refuse_changed(journal: Journal, privacy: Path) -> None:
    """Raise CannotRun where a kept version is not the one of which the ledger tells."""
    known = _told(journal)
    for path in files_in(privacy):
        _content(path, known)


def sign_versions(journal: Journal, privacy: Path) -> list[str]:
    """Tell the ledger of every kept version that it does not know, and sign each; return those.

    A crash in between leaves a version that the next publication tells of. Raises CannotRun as
    `recording` and `refuse_changed` do, or where a signature cannot be written.
    """
    known = _told(journal)
    contents = {path: _content(path, known) for path in files_in(privacy)}
    new = [path for path in contents if path.name not in known]
    news: list[News] = [
        (KIND, {"file": path.name, "digest": _digest(contents[path]), **_named(contents[path])})
        for path in new
    ]
    if news:
        with journal.recording(*news):
            pass
    # INVARIANT: only what the ledger tells of is signed: these bytes, and not the file once more.
    for path, content in contents.items():
        _write_signature(journal, path, content)
    return [path.name for path in new]


def _content(path: Path, known: Mapping[str, str]) -> bytes:
    """Return what stands in a file; CannotRun where it is not what the ledger tells."""
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"`{_shown(path)}` cannot be read: put it back from a backup"
        raise CannotRun(message) from error
    if _digest(content) != known.get(path.name, _digest(content)):
        message = f"`{_shown(path)}` {_CHANGED}: put it back from a backup"
        raise CannotRun(message)
    return content


def look_at_versions(journal: Journal, privacy: Path) -> Versions:
    """Return whether every version of which the ledger tells is there as it was published."""
    known = _told(journal)
    wrong = [*_wrong(journal, privacy, known)]
    there = [path.name for path in files_in(privacy)]
    unsigned = tuple(name for name in there if name not in known)
    return Versions(len(known) - len(wrong), tuple(wrong), unsigned)


def _wrong(journal: Journal, privacy: Path, known: dict[str, str]) -> Iterator[str]:
    for name, digest in known.items():
        path = privacy / FOLDER / name
        where = f"`{_shown(path)}`"
        try:
            content = path.read_bytes()
        except OSError:
            yield f"{where}, a version that was published, is gone"
            continue
        if _digest(content) != digest:
            yield f"{where} {_CHANGED}"
        elif not _is_signed(journal, path, content):
            yield f"{where} has no signature of this ledger: `gestand publish` signs it again"


def _told(journal: Journal) -> dict[str, str]:
    """Return the digest of each file of which the ledger tells."""
    entries = (json.loads(entry.told) for entry in journal.ledger.of_kind(KIND))
    return {told["file"]: told["digest"] for told in entries}


def _named(content: bytes) -> dict[str, str]:
    told = json.loads(content)
    return {"effective": str(told["effective"]), "version": str(told["version"])}


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _shown(path: Path) -> str:
    return "/".join(path.parts[-3:])


def _signature(path: Path) -> Path:
    return path.with_name(path.name + ENDING)


def _is_signed(journal: Journal, path: Path, content: bytes) -> bool:
    try:
        told = json.loads(_signature(path).read_bytes())
        return journal.seal.holds(SIGNED + content, str(told["signature"]))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _write_signature(journal: Journal, path: Path, content: bytes) -> None:
    seal = journal.seal
    if _is_signed(journal, path, content):
        return
    told = {"algorithm": "Ed25519", "public": seal.public, "signature": seal.sign(SIGNED + content)}
    with plainly(path.parent):
        _signature(path).write_text(canonical(told) + "\n", "ascii")
