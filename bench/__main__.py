"""Run benchmarks: `python -m bench NAME... [--json]`."""

from __future__ import annotations

import argparse
import compileall
import sys
from collections.abc import Callable
from typing import Any

from bench.access import access
from bench.clock import ROOT, by_the_processor
from bench.cluster import measure_cluster
from bench.compiled import measure_compile
from bench.consents import measure_consents
from bench.discovered import measure_discovery
from bench.drafting import measure_init
from bench.figures import CannotMeasure, Outcome, show, tell
from bench.growth import measure_growth
from bench.intake import measure_intake
from bench.ledger import measure_ledger
from bench.may import measure_may
from bench.mixed import MINUTES, measure_mixed
from bench.organisations import measure_forum, measure_shop
from bench.portal import measure_portal, measure_serve
from bench.promises import measure_promises
from bench.publish import measure_publish
from bench.requests import measure_requests
from bench.start import measure_check, measure_help
from bench.sweep import BACKENDS, sweep
from bench.views import measure_views
from bench.walked import measure_walk

BENCHMARKS: dict[str, Callable[..., Outcome]] = {
    "help": measure_help,
    "check": measure_check,
    "publish": measure_publish,
    "sweep": sweep,
    "access": access,
    "shop": measure_shop,
    "forum": measure_forum,
    "growth": measure_growth,
    "compile": measure_compile,
    "ledger": measure_ledger,
    "may": measure_may,
    "consents": measure_consents,
    "views": measure_views,
    "intake": measure_intake,
    "requests": measure_requests,
    "promises": measure_promises,
    "serve": measure_serve,
    "portal": measure_portal,
    "mixed": measure_mixed,
    "discovery": measure_discovery,
    "walk": measure_walk,
    "init": measure_init,
    "cluster": measure_cluster,
}


SIZED = {"sweep", "access", "shop", "forum", "growth", "may", "views", "requests", "promises",
         "portal", "mixed", "cluster"}
"""What runs on a company of a chosen size."""
COUNTED = {"ledger", "consents", "requests"}
"""What fills own records with a chosen number of entries."""
ON_EACH = {"sweep", "shop", "forum", "growth", "ledger", "views", "requests", "portal",
           "mixed"}
"""What runs on one database after the other."""

TIMED = {"mixed"}
"""What goes on for a chosen time: it has no rounds, and runs where it is named."""
ALL = [name for name in BENCHMARKS if name not in TIMED]


def main(arguments: list[str] | None = None) -> int:
    """Run what was named; 0 when all targets are met, 1 when not, 2 when it could not run."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--json", action="store_true", help="print a list of figures as JSON")
    parser.add_argument("--rounds", type=int, help="how often each side runs")
    parser.add_argument(
        "--people", type=int, help=f"how many people there are: {', '.join(sorted(SIZED))}"
    )
    parser.add_argument(
        "--backend",
        choices=BACKENDS,
        help=f"the one database to run on, else each: {', '.join(sorted(ON_EACH))}",
    )
    parser.add_argument(
        "--entries", type=int, help=f"how many entries there are: {', '.join(sorted(COUNTED))}"
    )
    parser.add_argument("--minutes", type=float, help="for how long people come: mixed")
    parser.add_argument(
        "--processor",
        action="store_true",
        help="take the processor time of this program: shop, forum, growth, promises on SQLite",
    )
    chosen = parser.parse_args(arguments)
    if chosen.processor:
        if chosen.backend != "sqlite":
            parser.error("--processor is for --backend sqlite: a server works elsewhere")
        by_the_processor()
    unknown = sorted(set(chosen.names) - set(BENCHMARKS))
    if unknown:
        parser.error(f"unknown benchmark `{unknown[0]}`; known: {', '.join(BENCHMARKS)}")
    for package in ("bench", "gestand"):
        # As an installed package is, whatever the environment says about writing bytecode.
        compileall.compile_dir(ROOT / package, quiet=1)
    try:
        outcomes = [_run(name, chosen) for name in chosen.names or ALL]
    except CannotMeasure as error:
        tell(f"bench: {error}")
        return 2
    show([f for outcome in outcomes for f in outcome.figures], as_json=chosen.json)
    for outcome in outcomes:
        for problem in outcome.problems:
            tell(problem)
    return 0 if all(outcome.is_good for outcome in outcomes) else 1


def _run(name: str, chosen: argparse.Namespace) -> Outcome:
    options: dict[str, Any] = {}
    if name in TIMED:
        options["minutes"] = chosen.minutes or MINUTES
    elif chosen.rounds:
        options["rounds"] = chosen.rounds
    if chosen.people and name in SIZED:
        options["people"] = chosen.people
    if chosen.entries and name in COUNTED:
        options["entries"] = chosen.entries
    if chosen.backend and name in ON_EACH:
        options["backends"] = (chosen.backend,)
    return BENCHMARKS[name](**options)


if __name__ == "__main__":
    sys.exit(main())
