"""Bring files of the language to the form that counts now: read, shown, and written if asked."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gestand.core.document import LARGEST, decode, too_large
from gestand.core.findings import Finding
from gestand.core.language.files import FILES
from gestand.core.upgrade import upgrade
from gestand.errors import CannotRun
from gestand.work.project import privacy_of


@dataclass(frozen=True)
class Upgrade:
    """A file as it is and as it would be, and what is left in it for a person."""

    path: Path
    before: str
    after: str
    left: tuple[Finding, ...]

    @property
    def changes(self) -> bool:
        """Whether anything in it is rewritten."""
        return self.before != self.after

    def write(self) -> None:
        """Put the new text in the place of the old one, whole or not at all.

        CannotRun where it cannot be written, or where somebody changed it meanwhile.
        """
        path = self.path.resolve()
        beside = path.with_name(f".{path.name}.half-written")
        try:
            if path.read_bytes() != self.before.encode():
                message = f"{self.path}: somebody changed it meanwhile; run the command again"
                raise CannotRun(message)
            mode = path.stat().st_mode
            with beside.open("wb") as stream:
                stream.write(self.after.encode())
                stream.flush()
                os.fsync(stream.fileno())
            beside.chmod(mode)
            beside.replace(path)
        except OSError as error:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            message = f"{self.path}: cannot be written: {_why(error)}"
            raise CannotRun(message) from error


def files_of(places: Iterable[Path]) -> list[Path]:
    """Return the files that are named, and those of the language in folders that are named.

    CannotRun for a folder without one.
    """
    found: dict[Path, None] = {}
    for place in places:
        if not place.is_dir():
            found[place] = None
            continue
        privacy = privacy_of(place)
        inside = [privacy / f"{name}.yaml" for name in FILES]
        inside += sorted((privacy / "versions").glob("*.yaml"))
        inside = [path for path in inside if path.exists()]
        if not inside:
            message = f"{place}: there is no `privacy/policy.yaml`, nor another of its files"
            raise CannotRun(message)
        found |= dict.fromkeys(inside)
    return list(found)


def upgraded(path: Path) -> Upgrade:
    """Return what becomes of a file; CannotRun where it cannot be opened."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        message = f"{path}: cannot be read: {_why(error)}"
        raise CannotRun(message) from error
    file = path.as_posix()
    if len(data) > LARGEST:
        return Upgrade(path, "", "", (too_large(file),))
    text, findings = decode(data, file)
    if text is None:
        return Upgrade(path, "", "", tuple(findings))
    # A byte order mark is none of the text, and stays where it is.
    mark = data.decode()[: len(data.decode()) - len(text)]
    found = upgrade(text, file, "policy" if path.parent.name == "versions" else path.stem)
    return Upgrade(path, mark + text, mark + found.text, found.left)


def _why(error: OSError) -> str:
    return (error.strerror or "the system gives no reason").lower()
