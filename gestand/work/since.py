"""Which undeclared columns were known at a revision of the files: `git` tells, and only reads.

They stand in a file beside the data map, which is looked up as it was then and not as it is: who
brings a column cannot make it known in the same change.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from gestand.core.datamap.newcomers import as_lines, of_lines
from gestand.errors import CannotRun
from gestand.work.project import privacy_of
from gestand.work.state import plainly

FILE = "undeclared.txt"


def keep(directory: Path, columns: list[str]) -> Path:
    """Write the names of undeclared columns beside the data map, and return the file."""
    file = privacy_of(directory) / FILE
    with plainly(file):
        file.write_text("\n".join(as_lines(columns)) + "\n", "utf-8")
    return file


def known_at(directory: Path, revision: str) -> frozenset[str]:
    """Return the undeclared columns that were known at a revision; none where no file was there.

    Raises CannotRun where that is no revision, or the files stand in no repository.
    """
    folder = privacy_of(directory)
    found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^0")
    if found.returncode != 0:
        said = found.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        message = (
            f"`{folder}` has no such revision{f' ({said})' if said else ''}: give a branch, a tag "
            "or a commit of the repository it stands in, and fetch it first"
        )
        raise CannotRun(message)
    commit = found.stdout.decode().strip()
    shown = _git(folder, "show", f"{commit}:./{FILE}")
    text = shown.stdout.decode("utf-8", "replace") if shown.returncode == 0 else ""
    return of_lines(text)


def _git(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *words], capture_output=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        message = "`git` does not answer: install it, or leave out `--since`"
        raise CannotRun(message) from error
