"""What do the rules of lint say that breaks a promise: a basis that cannot be, no way to reach us?

Lint tells more than this; here count the rules at which a promise is plainly untrue. Whether a
basis is the right one only a person can say.
"""

from __future__ import annotations

from collections.abc import Iterator

from gestand.core.lint.rules import ERROR, LOOKS
from gestand.core.promises import slug
from gestand.core.proving.verdict import Evidence, Problem, Weight
from gestand.work.inspection import Inspection
from gestand.work.linting import reading, the_rules

NAME = "linted"
OF_PURPOSES = {
    "L06": "contract with nobody",
    "L07": "contract for publicity",
    "L08": "contract of another",
}
"""The rules that tell of one purpose that its basis cannot be, with the words of each."""
OF_TEXTS = {
    "L04": ("contact.questions", "post", "no address"),
    "L28": ("complaint.authority", "address", "no address"),
}
"""The rules that tell of one promise of the text, the cause that breaks it, and the words."""


def look(inspection: Inspection) -> Iterator[Evidence]:
    """Yield which rules the basis of each purpose breaks, and which the words about contact do.

    What is a warning to lint breaks nothing, and only stands by it.
    """
    read = reading(inspection.project, inspection.policy, inspection.on)
    found = {
        (id_, place.span): place.causes
        for id_ in (*OF_PURPOSES, *OF_TEXTS)
        for place in LOOKS[id_](read)
    }
    for purpose in inspection.policy.purposes.values():
        problems = tuple(
            Problem(what, purpose.id, 1, _weight(id_))
            for id_, what in OF_PURPOSES.items()
            if (id_, purpose.span) in found
        )
        yield Evidence(NAME, f"{slug(purpose.id)}.ground", inspection.at, 1, problems)
    for id_, (promise, cause, what) in OF_TEXTS.items():
        problems = tuple(
            Problem(what, span.file)
            for (rule, span), causes in found.items()
            if rule == id_ and cause in causes
        )
        yield Evidence(NAME, promise, inspection.at, len(read.statements), problems)


def _weight(rule: str) -> Weight:
    return Weight.BREACH if the_rules().rules[rule].severity == ERROR else Weight.NOTE
