"""What officers do on pages stands in one table with the commands and the API: nothing is left out.

Whoever adds an act to a page is told here that programs cannot do it yet.
"""

from __future__ import annotations

from collections.abc import Iterator

from gestand.surfaces.acts import ACTS
from gestand.surfaces.api.routes import ROUTES
from gestand.surfaces.api.schemas import STEP
from gestand.surfaces.cli import COMMANDS
from gestand.surfaces.web.asked import READS
from gestand.surfaces.web.console import CONSOLE
from gestand.surfaces.web.console_cases import DOES as OF_A_CASE
from gestand.surfaces.web.console_holds_page import FIELDS as OF_HOLDS
from gestand.surfaces.web.console_letter_words import LETTERS
from gestand.surfaces.web.console_pages import LOG_PAGES
from gestand.surfaces.web.console_publications import PUBLISHED, TAKEN_DOWN
from gestand.surfaces.web.console_steps import FIELDS as OF_CASES
from gestand.work import messages
from gestand.work.drafts import OF_REQUESTS

DOES = {
    "case": [*OF_A_CASE],
    "holds": [*OF_HOLDS],
    "message": ["look", messages.REQUEST, *messages.SAYS, *messages.SETTLES],
    "publications": [PUBLISHED, TAKEN_DOWN],
    "letters": ["show", "send"],
    "factor": ["code", "ask", "remove"],
}
"""By page on which something is done all that can be; a page that stands not here has one button.
"""


def on_pages() -> Iterator[str]:
    """Yield all that officers see and do, as the table names it."""
    for page, methods in CONSOLE.items():
        if {*methods} & {*READS}:
            yield page
        if not {*methods} <= {*READS}:
            yield from (f"{page}: {does}" for does in DOES.get(page, ["send"]))
    yield from (f"logs: {name}" for name in LOG_PAGES)


def test_whatever_officers_do_on_pages_programs_do_or_it_is_said_why_not() -> None:
    assert {page for one in ACTS for page in one.pages} == {*on_pages()}
    assert [one.means for one in ACTS if bool(one.routes) == bool(one.why)] == []
    named = {name for one in ACTS for name in one.routes}
    assert named <= {route.name for route in ROUTES}
    assert {name for one in ACTS for name in one.commands} <= {*COMMANDS}
    assert [{*LETTERS[language]} for language in LETTERS] == [{*OF_REQUESTS}] * 2
    assert {what.value for what in OF_CASES} <= {*STEP["properties"]["event"]["enum"]}
