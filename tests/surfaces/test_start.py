"""What takes long to load is loaded by those commands only that use it.

Django takes a third of a second to start: only what reads the ledger waits for it. What lays out
a PDF takes longer still.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.linde import build
from tests.surfaces.publishing import declared
from tests.undoing import ROWS

PROGRAM = """
import json, sys
import gestand, gestand.wiring
HEAVY = {"cryptography", "django", "weasyprint"}
from gestand.surfaces.cli import main
for words in json.loads(sys.argv[1]):
    try:
        main(words)
    except SystemExit as end:
        print("loaded:", end.code, sorted(HEAVY & {*sys.modules}))
"""
QUIET = (
    ["check", "{1}"],
    ["plan", "{0}", "--as-of", "2026-11-23"],
    ["may", "service", "{1}", "--as-of", "2026-11-23"],
    ["who", "{0}", "--person", "customer:1"],
    ["doctor", "{0}", "--grants"],
    ["due", "2026-03-05"],
)


def test_only_who_uses_what_takes_long_to_load_waits_for_it(
    noorderlicht: Path, tmp_path: Path
) -> None:
    linde = build(tmp_path, ROWS)
    alone = declared(tmp_path / "declared")
    commands = [[word.format(linde, noorderlicht, alone) for word in words] for words in QUIET]
    commands += [["publish", str(alone), "--as-of", "2026-11-23", "--out", str(alone / "out")]]
    commands += [["verify", str(linde)]]
    program = [sys.executable, "-c", PROGRAM, json.dumps(commands)]
    done = subprocess.run(program, capture_output=True, text=True)
    told = [line for line in done.stdout.splitlines() if line.startswith("loaded: ")]
    assert done.stderr == ""
    assert told[: len(QUIET)] == ["loaded: 0 []"] * len(QUIET)
    assert told[len(QUIET)] == "loaded: 0 ['weasyprint']"
    assert told[-1] == "loaded: 0 ['cryptography', 'django', 'weasyprint']"
