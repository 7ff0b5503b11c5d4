"""Mail out, as a file in a folder for each message: to try Gestand without a mail server.

A mail server that picks up files, with the address in `X-Envelope-To`, can take them from there.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from secrets import token_hex
from typing import Self

from gestand.errors import CannotRun
from gestand.post.base import Fate, Told
from gestand.settings import filled_in, now

WAY = "folder:"
"""How a URL begins that names a folder; what follows is its path, as seen from the root."""


@dataclass(frozen=True)
class FolderPost:
    """Writes each message to a file of its own, readable for its owner only."""

    folder: Path

    @classmethod
    def at(cls, url: str, root: Path) -> Self:
        """Return what writes to the folder of a URL; CannotRun where no folder is named."""
        named = filled_in(url).removeprefix(WAY).strip()
        if not named:
            message = "no folder is named for letters: write `out: folder:outbox`"
            raise CannotRun(message)
        return cls(root / named)

    def send(self, sender: str, to: str, message: bytes) -> Told:
        """Write one message for one address.

        INVARIANT: it has its name once all of it is on disk: what is not there was not sent.
        """
        envelope = f"X-Envelope-From: {_line(sender)}\r\nX-Envelope-To: {_line(to)}\r\n".encode()
        moment = now().astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        path = self.folder / f"{moment}-{token_hex(4)}.eml"
        beside = path.with_suffix(".new")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(handle, "wb") as file:  # noqa: PTH123  # by its handle, so that nobody else reads it
                file.write(envelope + message)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except OSError as error:
            with suppress(OSError):
                beside.unlink()
            return Told(Fate.NOT_SENT, f"cannot be written: {type(error).__name__}")
        return Told(Fate.SENT, "written to a folder")


def _line(address: str) -> str:
    """Return an address that stays within its line."""
    return "".join(address.split())
