"""Break the engine on purpose, and see that the law that forbids it notices.

    python -m tests.laws.breaks LAW [MOST]

looks at one law on made-up companies, at most `MOST`, and exits 1 where one breaks it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from hypothesis import Phase, given, seed, settings

from tests.laws.filling import Made, made
from tests.laws.mutants import ROOT, copied
from tests.laws.registry import LAWS
from tests.laws.test_laws import NUMBERS, set_up

MOST = 200


@dataclass(frozen=True)
class Break:
    """A law, and a mistake that it must notice: a text of a module, and what stands there then."""

    law: str
    path: str
    text: str
    instead: str


BREAKS = [
    # Requests on record are forgotten, so nothing goes again from a backup.
    Break("B1", "work/requests.py", "(*recorded, *noted.erasures())", "tuple(noted.erasures())"),
    # What is left once a run is over looks like what was seen before it.
    Break("K3", "work/rounds.py", "n <= seen.get(each.id, 0)", "n <= seen.get(each.id, 1)"),
    # A receipt names who asked as they are known.
    Break("B2", "work/receipt.py", "digest[p.kind](p.key) for p", "str(p.key) for p"),
    # What ends a restriction ends nothing, however often it is said.
    Break("R2", "core/standing.py", "restricted.pop(fact.person, None)", "restricted.get(0)"),
    # Of several restrictions only the one that was told last stands.
    Break(
        "R3", "core/standing.py",
        "        found.restricted[fact.person] = fact",
        "        found.restricted.clear()\n        found.restricted[fact.person] = fact",
    ),
    # A request to erase takes what is restricted along.
    Break("R5", "core/apart.py", "fact in by\n", "fact in by and kind not in question.erasing\n"),
    # Keys are kept although their time is over.
    Break("V2", "work/keyring.py", "self._keys.over(moment())", 'self._keys.over("")'),
]  # fmt: skip


def told_by(broken: Break, folder: Path) -> tuple[int, str]:
    """Break a copy of the tree, and return what looking at the law there comes to."""
    copy = copied(str(folder), 0)
    path = copy / "gestand" / broken.path
    path.write_text(path.read_text("utf-8").replace(broken.text, broken.instead), "utf-8")
    return looked_at(broken.law, copy)


def looked_at(law: str, tree: Path = ROOT) -> tuple[int, str]:
    """Look at a law in a process of its own, with what stands in `tree`."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.laws.breaks", law],
        cwd=tree, env=os.environ | {"PYTHONPATH": str(tree)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def main(law: str, most: int = MOST) -> int:
    """Look at one law on some companies; return 1 where it is broken, and say how."""
    @seed(0)
    @settings(max_examples=most, database=None, deadline=None, phases=(Phase.generate,))
    @given(made(), NUMBERS)
    def look(company: Made, numbers: tuple[int, int, int]) -> None:
        with set_up(company, numbers) as scene:
            LAWS[law].check(scene)

    try:
        look()
    except AssertionError as error:
        sys.stdout.write(f"{law} is broken: {LAWS[law].says} {error}"[:2000])
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:])))
