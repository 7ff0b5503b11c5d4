"""The page of the laws: `python -m tests.laws.table > docs/reference/laws.md`."""

from __future__ import annotations

import inspect
from pathlib import Path

from tests.laws import erasing, keeping, restoring, setting_apart, sweeping, telling
from tests.laws.reasons import EVERY
from tests.laws.registry import LAWS

HERE = Path(__file__).resolve().parent
MODULES = (erasing, sweeping, telling, setting_apart, restoring, keeping)
ELSEWHERE = {
    "P1": (
        "Classification is total: a table or column without a word is refused.",
        "test_refusals.py",
    ),
    "P2": (
        f"What would break a law is refused: {sum(map(len, EVERY.values()))} mistakes under "
        f"{len(EVERY)} findings, each on any company.",
        "test_refusals.py",
    ),
    "E12, E13": (
        "Counters follow the rows that go, as the map says, and totals stay: with E1 and E2.",
        "test_laws.py",
    ),
    "E11 on servers": (
        "PostgreSQL and MariaDB come to what the oracle says, as SQLite does.",
        "test_servers.py",
    ),
    "V1": ("What a run took away comes back, and what was written since wins.", "test_undo.py"),
}
NOT_YET = {
    "A7": "no answer for another controller apart from the whole one",
}
HEAD = """# Laws

What holds for every company, whoever asks and whenever. Each law is tried on {count} examples in
the ordinary run, and on more in `scripts/nightly`: companies are made up, with their tables, edges,
occasions, purposes and rows, and what the engine leaves is compared with a naive oracle that shares
no code with it. A tenth of them at least has a cycle, a tenth a row of several owners, a tenth a
row that is held below one that is not, a tenth an edge that depends on the row; and a tenth each a
key that is not primary, a counter, a copy, a history, a document in parts, and an attribute.

A company is filled eight times, and each filling is an example. Of all together A8 and R3 ask about
one person, and R4 about one purpose: 40 of these are tried. B1, B3, E19, R5 and R6 take long, and
are tried on every fourth company, and in `scripts/nightly` on as many more.

The same laws are tried on companies in the shapes of real applications: on a third of them in
the ordinary run that `scripts/nightly` has, and on twenty companies on each server. Each company is
spoilt in five ways, in turn.

A law that cannot fail tells nothing. `scripts/mutate` takes refusals and parts of conditions out of
the engine, one by one, and some law must notice; and for each of B1, B2, R2, R3, R5 and V2, which
rest on other parts, `tests/laws/breaks.py` has a mistake that this law must notice: each night.
"""


def page() -> str:
    """Return the page."""
    lines = [HEAD.format(count=200), "| law | says | tried in |", "| --- | --- | --- |"]
    for law in LAWS.values():
        file = Path(inspect.getfile(law.check)).name
        lines.append(f"| {law.id} | {law.says} | `tests/laws/{file}` |")
    for name, (says, file) in ELSEWHERE.items():
        lines.append(f"| {name} | {says} | `tests/laws/{file}` |")
    lines += ["", "## Not yet", "", "| law | what is missing |", "| --- | --- |"]
    lines += [f"| {name} | {why} |" for name, why in NOT_YET.items()]
    return "\n".join([*lines, "", (HERE / "results.md").read_text("utf-8").strip(), ""])


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201  # it is what the command is for
