"""A quite different organisation, in English: the rules that it should meet, and no other."""

from __future__ import annotations

from tests.core.lint.reading import POLICY, fired, organisation, text

TEXT = "en.md"
WHOLE = ""
"""Something is missing, and so it is found at the beginning of a file."""

EXPECTED: dict[str, list[str]] = {
    "L01": ["  classes:"],
    "L02": ["Certain records"],
    "L03": ["for as long as they are needed"],
    "L04": [WHOLE],
    "L05": [WHOLE],
    "L06": ["  finds:"],
    "L07": ["  adoption:"],
    "L08": ["  classes:"],
    "L10": ["keep: {for: P7Y"],
    "L16": [WHOLE],
    "L18": ["far zoo:", "{#sharing.transfers}"],
    "L19": [WHOLE],
    "L21": [WHOLE],
    "L24": ["in due course"],
    "L26": ["{#rights.identify}"],
    "L29": [WHOLE],
    "L30": [
        "{#data.account}",
        "{#data.hired}",
        "{#rights.identify}",
        "{#sharing.law}",
        "visits:",
        "  gifts:",
    ],
    "L31": ["  finds:"],
    "L32": ["interests:"],
    "L33": ["title, home, bank"],
    "L35": ["keep: {for: P4W"],
    "L36": ["keep: {for: P2Y}"],
    "L37": ["  stories:", "{#rights.withdraw}"],
    "L38": ["{#data.hired}"],
    "L39": [WHOLE],
    "L40": ["from time to time"],
    "L43": ["paper otter:"],
    "L44": ["{#data.account}"],
    "L45": ["only where the law permits"],
    "L46": ["safe servers:"],
    "L47": [WHOLE],
    "L48": ["{#sharing.law}"],
    "L50": [WHOLE, WHOLE],
}


def test_it_meets_each_rule_that_it_should_and_no_other() -> None:
    found = fired(organisation("otters", "en"))
    assert list(found) == list(EXPECTED)
    lines = {file: text("otters", file).splitlines() for file in (POLICY, TEXT)}
    for rule, wanted in EXPECTED.items():
        told = [place.rpartition(":") for place in found[rule]]
        stand = ["" if number == "1" else lines[file][int(number) - 1] for file, _, number in told]
        assert len(stand) == len(wanted), rule
        assert [w for w in wanted if not any(stands(w, line) for line in stand)] == [], rule


def stands(wanted: str, line: str) -> bool:
    return wanted in line and bool(wanted) == bool(line)
