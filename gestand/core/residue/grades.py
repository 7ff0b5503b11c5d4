"""How each place is graded in which an identifier still stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from gestand.core.residue.forms import Form


class Grade(Enum):
    """Why an identifier stands where it was found. The first three are in order."""

    RETAINED = "retained"
    APART = "set apart"
    WAITS = "waits for a person"
    RESIDUE = "residue"
    EXEMPT = "residue: the data map says that nothing personal stands there"
    UNLOOKED = "residue: the data map says that nobody has looked into the table yet"
    ELSEWHERE = "residue: the data map says that something else removes it"
    UNMAPPED = "residue: not in the data map"
    UNNAMED = "residue: no row names the file"
    COPY = "residue: in a materialized view"
    KEY = "residue: a key beside views of purposes"
    UNJUDGED = "residue: the declaration has findings, so nothing counts as retained"

    @property
    def is_residue(self) -> bool:
        """Whether nothing that is declared lets the value be there."""
        return self not in (Grade.RETAINED, Grade.APART, Grade.WAITS)

    @property
    def is_settled(self) -> bool:
        """Whether a ground holds the value, or it is set apart."""
        return self in (Grade.RETAINED, Grade.APART)


@dataclass(frozen=True)
class Why:
    """A grade; with the purpose that holds the value longest, and its last day.

    Without a day the purpose is still active.
    """

    grade: Grade
    purpose: str = ""
    until: date | None = None


@dataclass(frozen=True)
class Place:
    """Where an identifier stands in one form, for one reason.

    In a column of a table; with `folder` in files there, which rows name in that column. Files
    that no row names have no table and no column.
    """

    table: str
    column: str
    form: Form
    why: Why
    folder: str = ""

    @property
    def order(self) -> tuple[str, ...]:
        """What places are listed by."""
        until = self.why.until.isoformat() if self.why.until else ""
        name = (self.table, self.column, self.folder)
        return (*name, self.form.name, self.why.purpose, until)


_DESCRIBED = "`purposes:`, `columns:` and, where no key leads to people, `owner:`"


def hint(place: Place) -> str:
    """Return what to do about a place; nothing where all is as it should be."""
    column = place.column
    return {
        Grade.RETAINED: "",
        Grade.APART: "",
        Grade.WAITS: "`gestand plan` asks about it; `gestand decide` answers",
        Grade.RESIDUE: f"no ground holds `{column}`: run `gestand apply`, or see whose row it is",
        Grade.EXEMPT: f"in the data map, put {_DESCRIBED} in place of `not personal` of "
        f"`{place.table}`, with what `{column}` holds; until then remove it there by hand",
        Grade.UNLOOKED: f"describe `{place.table}` in the data map: {_DESCRIBED} in place of `not "
        f"personal`, with what `{column}` holds; until then remove it there by hand",
        Grade.ELSEWHERE: f"ask whoever the data map says removes what is in `{place.table}`",
        Grade.UNMAPPED: f"add `{place.table}:` to `tables:` of the data map, with its columns",
        Grade.UNNAMED: f"look at the files in `{place.folder}`, and remove them: nothing else will",
        Grade.COPY: f"`REFRESH MATERIALIZED VIEW` of {place.table}, once its tables are clean",
        Grade.KEY: "`gestand views --refresh` takes out who is gone",
        Grade.UNJUDGED: "run `gestand check`, mend what it says, and look again",
    }[place.why.grade]
