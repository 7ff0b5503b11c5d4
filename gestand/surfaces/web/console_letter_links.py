"""Links to the letters about a case, on its own page and on that of letters."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from gestand.core.letters.fitting import fitting
from gestand.core.rights_due import Alarm
from gestand.surfaces.web.console_letter_words import LETTERS
from gestand.surfaces.web.page import Around, address
from gestand.work.cases import Case


def fits(case: Case) -> list[str]:
    """Return the letters that fit a case as it stands today."""
    return list(fitting(case.kept.request, late=case.stand.alarm is Alarm.OVERDUE))


def links(around: Around, number: int, label: str, names: Sequence[str]) -> str:
    """Return links to letters about a case."""
    here, titles = address(around.language, "letters", f"/{number}"), LETTERS[around.language]
    items = "".join(
        f'<li><a href="{here}/{name.replace(" ", "-")}">{escape(titles[name])}</a></li>'
        for name in names
    )
    return f'<nav class="within" aria-label="{escape(label)}"><ul>{items}</ul></nav>'
