"""Django takes a third of a second to start: only what writes in the ledger waits for it."""

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
from gestand.surfaces.cli import main
for words in json.loads(sys.argv[1]):
    try:
        main(words)
    except SystemExit as end:
        print("loaded:", end.code, sorted({"cryptography", "django"} & {*sys.modules}))
"""
QUIET = (
    ["check", "{1}"],
    ["plan", "{0}", "--as-of", "2026-11-23"],
    ["publish", "{2}", "--as-of", "2026-11-23", "--out", "{2}/out"],
    ["may", "service", "{1}", "--as-of", "2026-11-23"],
    ["who", "{0}", "--person", "customer:1"],
    ["doctor", "{0}", "--grants"],
    ["due", "2026-03-05"],
)


def test_only_what_reads_the_ledger_imports_django(noorderlicht: Path, tmp_path: Path) -> None:
    linde = build(tmp_path, ROWS)
    alone = declared(tmp_path / "declared")
    commands = [[word.format(linde, noorderlicht, alone) for word in words] for words in QUIET]
    commands.append(["verify", str(linde)])
    program = [sys.executable, "-c", PROGRAM, json.dumps(commands)]
    done = subprocess.run(program, capture_output=True, text=True)
    told = [line for line in done.stdout.splitlines() if line.startswith("loaded: ")]
    assert done.stderr == ""
    assert told == ["loaded: 0 []"] * len(QUIET) + ["loaded: 0 ['cryptography', 'django']"]
