"""Plan and apply as Gestand does it: `python -m bench.ours DIR --as-of DATE`.

Takes its own time, from reading the declaration to the receipt, as the floor takes its own:
how long Python and its libraries take to start is another figure (`help`).
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from time import perf_counter

from bench.clock import took
from gestand.core.plan.explain import overview
from gestand.wiring import open_company
from gestand.wiring.recording import journal_of
from gestand.work.carry_out import carry_out
from gestand.work.sweep import Request, prepare


def main() -> int:
    """Plan, show the plan and carry it out; print the time that took."""
    parser = argparse.ArgumentParser(description="Plan and apply.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--as-of", type=date.fromisoformat, required=True)
    chosen = parser.parse_args()
    start = perf_counter()
    company = open_company(chosen.directory)
    with journal_of(company) as journal, prepare(company, Request(chosen.as_of)) as prepared:
        print("\n".join(overview(prepared.plan)))
        receipt = carry_out(prepared, journal)
    print(f"receipt {receipt.number}: {receipt.status}")
    print(took(start))
    return 0


if __name__ == "__main__":
    sys.exit(main())
