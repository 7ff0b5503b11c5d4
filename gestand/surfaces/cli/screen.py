"""What a terminal is shown: texts, and nothing that steers it.

Names and reasons come from files, stores and records, and whoever wrote them may have put in what
moves the cursor, clears the screen or turns the direction of reading. Every command writes through
here, so no command has to remember it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TextIO

_OURS = r"\x1b\[(?:0|1|32)m"
"""Bold, green and plain again: what the demo writes, and nobody is misled by."""

_STEERS = re.compile(
    rf"({_OURS})|\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
    "|[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


def harmless(text: str) -> str:
    """Return a text with every character that steers a terminal written out, as `\\x1b`."""
    return _STEERS.sub(lambda found: found[1] or _written(found[0]), text)


def flat(text: str) -> str:
    """Return a text on one line: a name or a reason is to look like nothing but that."""
    return " ".join(text.split())


def _written(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


class Screen(TextIOWrapper):
    """A stream for people; `steer` is for what this program itself wants to move."""

    def write(self, text: str) -> int:
        """Write a text, with what would steer a terminal written out."""
        super().write(harmless(text))
        return len(text)

    def steer(self, text: str) -> None:
        """Write a text as it is."""
        super().write(text)
        self.flush()


def _over(stream: TextIO) -> TextIO:
    if isinstance(stream, Screen) or not isinstance(stream, TextIOWrapper):
        return stream
    return Screen(
        stream.buffer,
        # Where a machine knows ASCII only, `click` would take UTF-8 as well.
        "utf-8" if stream.encoding.lower() in ("ascii", "us-ascii") else stream.encoding,
        stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


@contextmanager
def shown_plainly() -> Iterator[None]:
    """Let nothing steer the terminal that is written within the block, to either stream."""
    before = sys.stdout, sys.stderr
    for stream in before:
        stream.flush()
    screens = _over(before[0]), _over(before[1])
    sys.stdout, sys.stderr = screens
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        for screen, stream in zip(screens, before, strict=True):
            if screen is not stream and isinstance(screen, Screen):
                screen.detach()  # else it would close what is not its own
