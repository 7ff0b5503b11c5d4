"""Walk through a page of the documentation as its reader would, in a folder of its own.

- A block after a paragraph that ends with "Write `FILE`:" is that file.
- A block after "In `FILE`, in place of" is a part of that file, and the next block takes its place.
- A block of `sh` is run; a block of `text` after it shows lines of what it says, in that order.
  `...` stands for anything.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_WRITE = re.compile(r"\bWrite `([^`]+)`:\s*\Z")
_INSTEAD = re.compile(r"\bIn `([^`]+)`,\s+in\s+place\s+of\s*\Z", re.IGNORECASE)


@dataclass
class Walk:
    """A reader who is somewhere on the way; `shown` counts the lines that were compared."""

    folder: Path
    said: str = ""
    shown: int = 0
    replaced: tuple[Path, str] | None = None
    commands: list[str] = field(default_factory=list)

    def through(self, page: str) -> Walk:
        """Follow a page to its end."""
        text, end = (DOCS / page).read_text("utf-8"), 0
        for block in _BLOCK.finditer(text):
            self._step(text[end : block.start()], block[1], block[2])
            end = block.end()
        return self

    def _step(self, before: str, kind: str, content: str) -> None:
        if kind == "sh":
            self._run(content)
        elif kind == "text":
            self.compare(content)
        elif found := _WRITE.search(before):
            (self.folder / found[1]).write_text(content, "utf-8")
        elif found := _INSTEAD.search(before):
            self.replaced = (self.folder / found[1], content)
        elif self.replaced is not None:
            path, old = self.replaced
            written = path.read_text("utf-8")
            assert written.count(old) == 1, f"{old!r} stands {written.count(old)} times in {path}"
            path.write_text(written.replace(old, content), "utf-8")
            self.replaced = None

    def _run(self, script: str) -> None:
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        done = subprocess.run(
            ["sh", "-c", script],
            cwd=self.folder,
            env={**os.environ, "PATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = done.stdout
        self.commands += script.splitlines()

    def compare(self, content: str) -> None:
        """Find the lines of `content` in what was said, in their order."""
        left = iter(self.said.splitlines())
        for line in [line for line in content.splitlines() if line not in ("", "...")]:
            wanted = re.compile(re.escape(line).replace(r"\.\.\.", ".*"))
            assert any(wanted.fullmatch(said) for said in left), f"{line}\n\n{self.said}"
            self.shown += 1
