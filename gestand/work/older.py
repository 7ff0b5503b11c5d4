"""What an earlier version kept in files of the folder `.gestand`: read, and taken over once.

Until its folder is taken over these files count; from then on own records do. A program that was
killed after it took them over has left some of them, and the next one removes them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from gestand.errors import CannotRun
from gestand.records.kept import LISTS, STARTED, Kept
from gestand.work.lines import whole_lines


@dataclass(frozen=True)
class Older:
    """The receipts and lists of an earlier version, in the files of a folder.

    `digest` takes the place of the key of a person, which the earliest wrote in clear.
    """

    folder: Path
    digest: Callable[[str, object], str]

    def is_there(self) -> bool:
        """Tell whether there are such files."""
        return any(self._list(name).exists() for name in LISTS) or bool(self._receipts())

    def kept(self, own: Kept) -> Kept:
        """Return what stands in the files; the ledger is that of own records."""
        return _InFiles(
            str(self.folder),
            own.execute,
            own.together,
            made=own.made,
            older=self,
        )

    def receipts(self) -> list[tuple[int, str]]:
        """Return the number and the text of every receipt, oldest first."""
        return [(int(path.stem), _text(path)) for path in self._receipts()]

    def lines(self, name: str) -> list[str]:
        """Return every line of a list, oldest first; half a line was never written."""
        path = self._list(name)
        if not path.exists():
            return []
        try:
            return [self._hidden(line.decode()) for line in whole_lines(path)]
        except (OSError, ValueError) as error:
            raise CannotRun(_unreadable(path)) from error

    def copy(self, own: Kept) -> None:
        """Write all of it in own records, of which nothing else is kept yet."""
        for number, said in self.receipts():
            own.put_receipt(number, said, closed=_status(said) != STARTED)
        for name in LISTS:
            own.add(name, self.lines(name))

    def remove(self, own: Kept) -> None:
        """Remove the files that own records hold as well; CannotRun where one says more."""
        for path in self._receipts():
            if own.receipt(int(path.stem)) != _text(path):
                raise CannotRun(_not_taken_over(path))
            path.unlink()
        for name in LISTS:
            lines = self.lines(name)
            if own.lines(name)[: len(lines)] != lines:
                raise CannotRun(_not_taken_over(self._list(name)))
            self._list(name).unlink(missing_ok=True)
        with suppress(OSError):  # somebody keeps other files there
            (self.folder / "receipts").rmdir()

    def _hidden(self, line: str) -> str:
        """Return a line without a key in clear."""
        try:
            said = json.loads(line)
        except ValueError:
            return line  # whoever reads it is told
        if said.get("hidden", True):
            return line
        key = self.digest(said["kind"], said["key"])
        return json.dumps({**said, "key": key, "hidden": True}, ensure_ascii=False)

    def _list(self, name: str) -> Path:
        return self.folder / f"{name}.jsonl"

    def _receipts(self) -> Sequence[Path]:
        found = (self.folder / "receipts").glob("*.json")
        return sorted(path for path in found if path.stem.isdecimal())


@dataclass(frozen=True)
class _InFiles(Kept):
    """What is kept in files, to read: own records are written once it was taken over."""

    older: Older = field(kw_only=True)

    def lines(self, name: str) -> list[str]:
        """Return every line of a list, oldest first."""
        return self.older.lines(name)

    def receipts(self) -> list[tuple[int, str]]:
        """Return the number and the text of every receipt, oldest first."""
        return self.older.receipts()

    def receipt(self, number: int) -> str | None:
        """Return one receipt; None where it is not there."""
        return dict(self.receipts()).get(number)

    def since(self, name: str, receipt: int) -> tuple[int, list[tuple[int, str]]]:
        """Return the number of the newest line of a list, and the receipts from a number on."""
        return len(self.lines(name)), [one for one in self.receipts() if one[0] >= receipt]

    def receipts_from(self, number: int) -> list[tuple[int, str]]:
        """Return the number and the text of the receipts from a number on, oldest first."""
        return [one for one in self.receipts() if one[0] >= number]

    def at_once(self, *_names: str, first: int = 0, kinds: Sequence[str] = ()) -> Kept:
        """Return this: nobody writes in these files any more."""
        return self

    def earlier_receipts(self, number: int) -> int:
        """Return how many receipts there are before a number."""
        return sum(1 for one, _ in self.receipts() if one < number)

    def receipts_before(self, number: int | None, most: int) -> list[tuple[int, str]]:
        """Return so many receipts before a number, or of all, from the newest back."""
        told = [one for one in self.receipts() if number is None or one[0] < number]
        return told[::-1][:most]

    def receipts_that_say(self, *words: str) -> list[tuple[int, str]]:
        """Return the receipts in whose text one of some words stands, oldest first."""
        return [one for one in self.receipts() if any(each in one[1] for each in words)]

    def newest_receipts(self) -> list[tuple[int, str]]:
        """Return the number and the text of the newest receipt, if there is one."""
        return self.receipts()[-1:]

    def newest_run(self) -> tuple[int, str, bool] | None:
        """Return the newest receipt, and whether any intent is there; None without a receipt."""
        newest = self.newest_receipts()
        return (*newest[0], bool(self.lines("intents"))) if newest else None

    def newest_receipt(self) -> int:
        """Return the number of the newest receipt, 0 where there is none."""
        return max((number for number, _ in self.receipts()), default=0)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except (OSError, ValueError) as error:
        raise CannotRun(_unreadable(path)) from error


def _status(said: str) -> object:
    try:
        return json.loads(said).get("status")
    except ValueError:
        return None  # whoever reads it is told


def _unreadable(path: Path) -> str:
    return f"{path} cannot be read; restore it from a backup"


def _not_taken_over(path: Path) -> str:
    return (
        f"{path} is not what own records hold, where Gestand keeps it by now: put the file away, "
        "and restore the newest backup of the whole folder where something is missing"
    )
