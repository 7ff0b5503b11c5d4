"""A process that does one thing with what strangers wrote, and ends with it.

It gets what it is to read, and no more: of our environment only what finds programs, libraries and
fonts, so that no key, password or address of a database is in its memory.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

from gestand.settings import bare_environment


@dataclass(frozen=True)
class Ended:
    """How a process ended: the code with which it did, and what it wrote."""

    code: int
    wrote: bytes


def run_apart(program: str, given: bytes, seconds: float) -> Ended | None:
    """Run a Python program that reads `given`; None where it takes more than so many seconds.

    It finds the modules that we find ourselves, and no others from the folder in which it runs.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-s", "-c", program], input=given, capture_output=True,
            timeout=seconds, check=False, env=bare_environment(),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return None
    return Ended(done.returncode, done.stdout)
