"""The website of the demo: its pages for visitors, people and officers, with all they need.

Letters go to a folder, and codes to sign in are shown here: whoever tries the demo needs no mail.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from gestand.demo.companies import HOSTING, Invented
from gestand.errors import CannotRun
from gestand.settings import environment_with

LISTEN = "127.0.0.1:8732"
OUTBOX = "outbox"

_ADDED = """
records: {{key: master.key}}
mail: {{from: privacy@{host}, out: "folder:{outbox}"}}
"""
_OFFICERS = """# Plainly invented people; their tokens are made anew each time the demo is shown.
officers: 1
people:
  Mila Verzonnen: {roles: [officer], token: "${GESTAND_OFFICER_MILA}"}
  Joris Bedacht: {roles: [second decider], token: "${GESTAND_OFFICER_JORIS}"}
"""
_PERSONNEL = """\
  Noor Denkbeeld: {{roles: [hr], kinds: [{kinds}], token: "${{GESTAND_OFFICER_NOOR}}"}}
"""


@dataclass(frozen=True)
class House:
    """The company of the demo, with what its website needs besides."""

    directory: Path
    company: Invented = HOSTING

    def prepare(self) -> None:
        """Add a master key, a folder for letters, and officers; CannotRun where that cannot be."""
        privacy = self.directory / "privacy"
        try:
            with (privacy / "datamap.yaml").open("a", encoding="utf-8") as told:
                told.write(_ADDED.format(host=self.company.host, outbox=OUTBOX))
            (privacy / "officers.yaml").write_text(self._officers(), "utf-8")
        except OSError as error:
            message = f"{privacy} cannot be written: {error.strerror}"
            raise CannotRun(message) from error
        made = [*_gestand("keys", str(self.directory)), "--make"]
        if subprocess.run(made, stdout=subprocess.DEVNULL).returncode:
            message = "no master key could be made: the line above tells why"
            raise CannotRun(message)

    def _officers(self) -> str:
        kinds = self.company.personnel
        return _OFFICERS + (_PERSONNEL.format(kinds=kinds) if kinds else "")

    def a_customer(self) -> str:
        """Return the address of somebody invented who has data here."""
        store = self.directory / f"{self.company.stores[0]}.db"
        with closing(sqlite3.connect(store)) as connection:
            (found,) = connection.execute(self.company.person).fetchone() or ("",)
        return str(found)

    def serve(self, tokens: Mapping[str, str]) -> None:
        """Become the website, until it is stopped."""
        sys.stdout.flush()
        command = _gestand("web", str(self.directory), "--listen", LISTEN, "--show-codes")
        os.execve(command[0], command, environment_with(tokens))


def tokens() -> dict[str, str]:
    """Return a new token for each officer, by the name of its variable."""
    return {f"GESTAND_OFFICER_{name}": token_hex(12) for name in ("MILA", "JORIS", "NOOR")}


def _gestand(*arguments: str) -> list[str]:
    return [sys.executable, "-X", "utf8", "-m", "gestand", *arguments]
