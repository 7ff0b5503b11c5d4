"""The master key: where the data map says it is, and whether it can be trusted there.

The data map names a variable of the environment, `${NAME}`, or a file. A file must belong to
the user who runs Gestand, and be readable for nobody else.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from gestand.errors import CannotRun
from gestand.records.base import KEY_BYTES
from gestand.settings import filled_in
from gestand.work.state import keep_names

_VARIABLE = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}\Z")
_NEXT = ".next"
_MODE = 0o600


@dataclass(frozen=True)
class MasterKey:
    """The place of a master key: `reference` as the data map has it, `root` beside which it is."""

    root: Path
    reference: str

    @property
    def place(self) -> str:
        """Where the key is, for messages."""
        return self.reference if self.file is None else str(self.file)

    @property
    def file(self) -> Path | None:
        """The file of the key; None where it stands in the environment."""
        if _VARIABLE.match(self.reference):
            return None
        return self.root / filled_in(self.reference)

    @property
    def next(self) -> MasterKey:
        """The place in which the next key waits while all others are wrapped with it."""
        if self.file is None:
            message = (
                f"the master key stands in the environment, as {self.reference}: say where the "
                "next one is, with `--to '${NAME}'` or `--to FILE`"
            )
            raise CannotRun(message)
        return MasterKey(self.root, f"{self.file}{_NEXT}")

    def is_there(self) -> bool:
        """Tell whether there is a key, whatever may be wrong with it."""
        return self.file is None or self.file.exists()

    def read(self) -> bytes:
        """Return the key; CannotRun where there is none, or where others can read it."""
        if self.file is None:
            return self._key(filled_in(self.reference))
        try:
            handle = os.open(self.file, os.O_RDONLY | os.O_NONBLOCK)
            with os.fdopen(handle, "r", encoding="ascii") as stream:
                self._refuse_open_to_others(os.fstat(handle))
                return self._key(stream.read(4 * KEY_BYTES))
        except FileNotFoundError as error:
            message = (
                f"there is no master key at {self.file}: mount its disk or put it back, or make "
                "the first one with `gestand keys --make`"
            )
            raise CannotRun(message) from error
        except (OSError, ValueError) as error:
            message = f"the master key at {self.file} cannot be read: {type(error).__name__}"
            raise CannotRun(message) from error

    def make(self, key: bytes) -> None:
        """Write a key where there is none; CannotRun where there is one, or it cannot be."""
        if self.file is None:
            message = (
                f"the master key stands in the environment, as {self.reference}: make one there, "
                "for example with `openssl rand -hex 32`"
            )
            raise CannotRun(message)
        beside = _half_written(self.file)
        try:
            beside.unlink(missing_ok=True)
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
            with os.fdopen(handle, "w") as new:
                new.write(f"{key.hex()}\n")
                new.flush()
                os.fsync(new.fileno())
            self.file.hardlink_to(beside)
            beside.unlink()
            keep_names(self.file.parent)
        except FileExistsError as error:
            beside.unlink(missing_ok=True)
            message = f"{self.file} is there already: nothing was made"
            raise CannotRun(message) from error
        except OSError as error:
            message = f"{self.file} cannot be written: {(error.strerror or 'no reason').lower()}"
            raise CannotRun(message) from error

    def take_the_place_of(self, old: MasterKey) -> None:
        """Put the file of this key in the place of another, which is no more then."""
        if self.file is None or old.file is None:
            return
        try:
            # What was stopped while it was made left the same key under another name.
            _half_written(self.file).unlink(missing_ok=True)
            self.file.replace(old.file)
            keep_names(old.file.parent)
        except OSError as error:
            message = f"{old.file} cannot be replaced: {(error.strerror or 'no reason').lower()}"
            raise CannotRun(message) from error

    def _refuse_open_to_others(self, found: os.stat_result) -> None:
        if not stat.S_ISREG(found.st_mode):
            message = f"{self.file} is no file: name the file of the master key in the data map"
            raise CannotRun(message)
        if found.st_uid != os.geteuid():
            message = (
                f"the master key at {self.file} belongs to another user: run Gestand as that "
                "user, or give the file to the one who runs it with `chown`"
            )
            raise CannotRun(message)
        if stat.S_IMODE(found.st_mode) != _MODE:
            message = (
                f"the master key at {self.file} can be read or run by others: run "
                f"`chmod 600 {self.file}`; if somebody may have read it, `gestand keys --rotate`"
            )
            raise CannotRun(message)

    def _key(self, text: str) -> bytes:
        try:
            key = bytes.fromhex(text.strip())
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            # What stands there is never shown: it may be a part of a key.
            message = f"{self.place} is no master key: that is {2 * KEY_BYTES} hexadecimal digits"
            raise CannotRun(message)
        return key


def _half_written(file: Path) -> Path:
    return file.with_name(f"{file.name}.half-written")
