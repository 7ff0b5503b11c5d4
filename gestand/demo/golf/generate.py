"""Build the database of the swimming club: the same arguments give the same content.

Two thirds of the people swim, half of them as children with a parent or two in another seventh; the
others help, or only read the newsletter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from gestand.demo.drawn import Draw, Person, Row, write

SCHEMA = Path(__file__).parent / "schema.sql"
GROUPS = (("Waterratten", "woensdag"), ("Dolfijnen", "zaterdag"), ("Masters", "dinsdag"))
_NOTES = ("astma, puffer in de tas", "epilepsie", "buisjes in de oren", "allergie voor latex")
_TASKS = ("lesgever", "tijdwaarnemer", "ouder aan de kassa", "bestuur")
_WORDING = "aanmelding 2025"
_YEAR = 365
_OF_AGE = 18 * _YEAR + 5
_ASKED_ITSELF = 16 * _YEAR + 5


@dataclass
class _Club:
    """The tables while they are filled."""

    draw: Draw
    guardians: list[Row] = field(default_factory=list)
    members: list[Row] = field(default_factory=list)
    guardianships: list[Row] = field(default_factory=list)
    attendance: list[Row] = field(default_factory=list)
    photos: list[Row] = field(default_factory=list)
    mandates: list[Row] = field(default_factory=list)
    fees: list[Row] = field(default_factory=list)

    def family(self, parent: Person, children: list[Person]) -> None:
        """Add a parent with children, of whom each swims or swam."""
        added = self.draw.today
        for child in children:
            born = self.draw.day(20 * _YEAR, 6 * _YEAR)
            joined = born + timedelta(days=self.draw.dice.randint(5 * _YEAR, 6 * _YEAR))
            self._member(child, born, joined, parent)
            relation = self.draw.among("ouder", "ouder", "ouder", "voogd")
            since, until = joined, born + timedelta(days=_OF_AGE)
            self.guardianships.append(
                (len(self.guardianships) + 1, child.number, parent.number, relation, since, until)
            )
            added = min(added, since)
        phone = "+31 6 0000 0000"
        self.guardians.append((parent.number, parent.name, parent.email, phone, added))

    def adult(self, one: Person) -> None:
        """Add somebody who joined as an adult."""
        born = self.draw.day(70 * _YEAR, 30 * _YEAR)
        self._member(one, born, self.draw.day(9 * _YEAR), None)

    def _member(self, one: Person, born: date, joined: date, parent: Person | None) -> None:
        draw, payer = self.draw, (parent or one).name
        left = draw.later(joined, 12 * _YEAR, 0.5)
        note = draw.among(*_NOTES) if draw.happens(0.15) else None
        itself = parent is None or joined >= born + timedelta(days=_ASKED_ITSELF)
        by = parent.number if parent and not itself else None
        medical = self._consent(joined, by, 0.1) if note else (None,) * 4
        photos = self._consent(joined, by, 0.2) if draw.happens(0.7) else (None,) * 4
        email, where = None if parent else one.email, ", ".join(draw.address())
        self.members.append(
            (one.number, f"G{one.number:05}", one.name, born, email, None, where,
             draw.among("A", "B", "C", "Z1"), joined, left, note, *medical, *photos)
        )  # fmt: skip
        self._followed(one, joined, left or draw.today, payer, showing=photos[0] is not None)

    def _consent(self, given: date, by: int | None, stopped: float) -> Row:
        return given, by, self.draw.later(given, 1_500, stopped), _WORDING

    def _followed(
        self, one: Person, joined: date, last: date, payer: str, *, showing: bool
    ) -> None:
        """Add the lessons, fees, mandate and photographs of a member."""
        draw, iban, number = self.draw, self.draw.iban(), len(self.mandates) + 1
        revoked = draw.later(joined, 3_000, 0.1)
        self.mandates.append((number, one.number, f"M{number:06}", payer, iban, joined, revoked))
        for year in range(joined.year, last.year + 1):
            booked = date(year, 9, 15)
            if joined <= booked <= last:
                fee = (len(self.fees) + 1, one.number, f"{year}-{year + 1}", payer, iban, 18_000)
                self.fees.append((*fee, booked))
        for week in range(0, 60, 12):
            held = last - timedelta(weeks=week)
            if held >= joined:
                came = draw.among("ja", "ja", "ja", "afgemeld")
                lesson = (len(self.attendance) + 1, one.number, 1 + one.number % len(GROUPS))
                self.attendance.append((*lesson, held, came))
        if showing and draw.happens(0.5):
            taken, shot = draw.later(joined, 900), len(self.photos) + 1
            caption = f"{one.first} bij de start"
            self.photos.append((shot, one.number, f"{shot:05}.jpg", caption, taken))


def build(directory: Path, people: int, seed: int, today: date) -> None:
    """Write `club.db` into a directory, which may not hold it."""
    draw = Draw(people, seed, today)
    directory.mkdir(parents=True, exist_ok=True)
    club = _Club(draw)
    parents, children = people // 6, people // 3
    waiting = [*draw.everybody(parents + 1, children)]
    for number, parent in enumerate(draw.everybody(1, parents)):
        club.family(parent, waiting[2 * number : 2 * number + 1 + number % 3 % 2])
    for one in draw.everybody(parents + children + 1, people // 3):
        club.adult(one)
    tables: dict[str, list[Row]] = {
        "lesson_groups": [(n, *group) for n, group in enumerate(GROUPS, start=1)],
        "guardians": club.guardians,
        "members": club.members,
        "guardianships": club.guardianships,
        "attendance": club.attendance,
        "photos": club.photos,
        "mandates": club.mandates,
        "fees": club.fees,
        "volunteers": _volunteers(draw, people * 5 // 6 + 1),
        "readers": _readers(draw, people * 11 // 12 + 1),
    }
    write(directory / "club.db", SCHEMA, tables)


def _volunteers(draw: Draw, first: int) -> list[Row]:
    found: list[Row] = []
    for one in draw.everybody(first, draw.people // 12):
        started = draw.day(9 * _YEAR)
        stopped, seen = draw.later(started, 2_000, 0.6), draw.later(started, 30)
        phone = "+31 6 0000 0000" if draw.happens(0.5) else None
        task = draw.among(*_TASKS)
        found.append((len(found) + 1, one.name, one.email, phone, task, seen, started, stopped))
    return found


def _readers(draw: Draw, first: int) -> list[Row]:
    found: list[Row] = []
    for one in draw.everybody(first, draw.people // 12):
        agreed = draw.day(5 * _YEAR)
        withdrawn, returned = draw.later(agreed, 900, 0.3), draw.later(agreed, 900, 0.1)
        found.append(
            (len(found) + 1, one.first, one.email, _WORDING, agreed, withdrawn, returned)
        )
    return found
