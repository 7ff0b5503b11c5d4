"""Documents of a form on disk: under a name of ours, before their rows are kept."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from gestand.core.forms.documents import Documents, Upload
from gestand.errors import CannotRun, InDoubt
from gestand.work.state import plainly


@contextmanager
def stored(root: Path, documents: Documents, uploads: Sequence[Upload]) -> Iterator[list[str]]:
    """Write documents, readable for their owner only, and give their names.

    Where the block fails they are removed again, since no row names them; where nobody can tell
    whether one does, they stay.
    """
    folder = root / documents.folder
    if uploads and not folder.is_dir():
        message = f"documents of a form go to {folder}, which is no folder"
        raise CannotRun(message)
    names: list[str] = []
    stays = False
    try:
        for one in uploads:
            name = f"{token_hex(16)}.{one.kind.value if one.kind else 'bin'}"
            names.append(name)
            _write(folder / name, one.content)
        yield names
        stays = True
    except InDoubt:
        stays = True
        raise
    finally:
        for name in () if stays else names:
            (folder / name).unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    with plainly(path):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
