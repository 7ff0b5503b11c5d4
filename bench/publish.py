"""`publish`: how long it takes to write the statement in every language and form."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.clock import BARE, gestand, interleaved
from bench.figures import CannotMeasure, Figure, Outcome, tell
from bench.start import timed
from gestand.demo.noorderlicht.generate import HERE

ROUNDS = 7
LIMIT_MS = 6_000
LANGUAGES = ("nl", "en")


def measure_publish(rounds: int = ROUNDS) -> Outcome:
    """Measure `gestand publish` on the example: at most 6 s, with a PDF in both languages."""
    with TemporaryDirectory(prefix="gestand-bench-") as folder:
        company, site = Path(folder) / "company", Path(folder) / "site"
        shutil.copytree(HERE / "privacy", company / "privacy")
        ours = timed(gestand("publish", str(company), "--out", str(site)))
        ours_ms, floor_ms = interleaved(rounds, ours, timed(BARE))
        missing = [name for name in LANGUAGES if not (site / f"{name}.pdf").is_file()]
    if missing:
        message = "no PDF was made: install what scripts/system-packages names"
        raise CannotMeasure(message)
    tell(f"publish: {ours_ms:.0f} ms, at most {LIMIT_MS} ms")
    return Outcome((Figure("publish", "-", ours_ms, floor_ms, LIMIT_MS / floor_ms),))
