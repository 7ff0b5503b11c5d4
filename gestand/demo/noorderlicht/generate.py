"""Build the databases of the example company: the same arguments give the same content.

People, orders and applications are drawn by SQL over a series of numbers, so that 200,000
people take seconds; `fill/*.sql` says which situations occur and in which proportion.
Everybody is made up: all e-mail ends in `.example`, postcodes and numbers are never given out.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
YEARS = 9
FEWEST = 100
MOST = 1_000_000
FILES_UP_TO = 5_000
STORES = ("shop", "hr", "site", "support")
WITH_FILES = {"hr": "documents", "support": "attachments"}
"""Per store the table whose column `stored_as` names files."""

WORDS = {
    "first_names": (
        "Ümit", "Zoë", "Anaïs", "José", "Renée", "Siân", "Jan", "Fatima", "Pieter", "Aaltje",
        "Björn", "Chloë", "Daan", "Eline", "Femke", "Gijs", "Hanneke", "Ibrahim", "Jelte",
        "Karin", "Lotte", "Mehmet", "Noor", "Olaf", "Petra", "Quirijn", "Roos", "Sjoerd",
        "Thérèse", "Uri", "Vera", "Willem", "Xander", "Yara", "Zeynep", "Maarten", "Łucja",
        "Tygo", "Inès", "Søren", "Meike",
    ),
    "surnames": (
        "O'Brien", "'t Hart", "d'Hont", "Çelik", "Yılmaz", "Müller", "Håkansson", "Núñez",
        "Łaski", "van der Veen", "van 't Zand", "de Wit", "Bakker", "Jansma", "Kuipers",
        "Dijkstra", "Ó Sé", "Visser", "Smit", "Meijer", "de Boer", "Mulder", "Bos", "Vos",
        "Peters", "Hendriks", "Dekker", "Brouwer", "Zijlstra", "Postma", "Hoekstra", "Wiersma",
        "Terpstra", "Öztürk", "El Amrani", "Nguyễn", "Kowalska", "Petrović", "Grün", "D'Angelo",
        "van Dam", "Sinnema", "Feenstra",
    ),
    "streets": (
        "Lindelaan", "Noorderkade", "Molenweg", "Zilverpad", "Oude Sluis", "Kerkwijk",
        "Vlierstraat", "Havenzicht", "Wilgenhof", "Singel", "'s-Gravenlaan", "Klaverweide",
        "Turfsteeg",
    ),
    "cities": (
        "Noordermeer", "Oosterzand", "Westerwold aan Zee", "Zuiderdam", "Middelpolder",
    ),
    "zip_letters": ("AB", "CD", "EG", "HK", "LM", "NP", "RT"),
    "mail_hosts": ("mail.example", "post.example", "brievenbus.example"),
    "trades": (
        "Bakkerij", "Fietsenwinkel", "Administratiekantoor", "Schildersbedrijf", "Drukkerij",
    ),
    "jobs": (
        "systeembeheerder", "medewerker klantenservice", "boekhouder", "ontwikkelaar",
        "accountmanager", "netwerkbeheerder", "tekstschrijver",
    ),
    "hosting": ("webhosting", "vps", "domeinnaam", "e-mail"),
    "products": (
        "domeinnaam", "certificaat", "router", "verhuisservice", "opslag", "modem", "backup",
    ),
}  # fmt: skip
LETTERS = str.maketrans("çéèêëíïóöøüúñåãıłćđễğ", "ceeeeiiooouunaailcdeg", "' ")


@dataclass(frozen=True)
class Company:
    """How large the company is and on which day it is looked at."""

    people: int
    seed: int
    today: date

    @property
    def first_day(self) -> date:
        """The day on which the generated years begin."""
        year = self.today.year - YEARS
        leap_day = (self.today.month, self.today.day) == (2, 29)
        return date(year, 2, 28) if leap_day else self.today.replace(year=year)

    @property
    def parameters(self) -> dict[str, int]:
        """The numbers that `fill/*.sql` asks for: 70% customers, and so on."""
        vacancies = self.people // 100
        customers, guests, contacts = (self.people * part // 100 for part in (70, 10, 8))
        return {
            "people": self.people,
            "customers": customers,
            "guests": guests,
            "contacts": contacts,
            "others": customers + guests + contacts,
            "vacancies": vacancies,
            "staff": vacancies // 2,
            "teams": max(1, self.people // 2_000),
            "today": (self.today - self.first_day).days,
            "rolls": 3 * self.people + 10,
            "seed": self.seed * 1_000_003 % 1_000_000_007 + 1,
            **{name: len(words) for name, words in WORDS.items()},
        }


def build(
    directory: Path, people: int, seed: int, today: date, *, files: bool | None = None
) -> None:
    """Write the databases of `STORES` and `files/` into `directory`, which may not hold them.

    Files of applicants and customers are written for companies of up to 5,000 people, or as
    `files` says.
    """
    if not FEWEST <= people <= MOST:
        message = f"the number of people must lie between {FEWEST} and {MOST}"
        raise ValueError(message)
    company = Company(people, seed, today)
    directory.mkdir(parents=True, exist_ok=True)
    for store in STORES:
        _build_store(directory / f"{store}.db", store, company)
    (directory / "files").mkdir(exist_ok=True)
    if files if files is not None else people <= FILES_UP_TO:
        _write_files(directory)


def _build_store(path: Path, store: str, company: Company) -> None:
    if path.exists():
        message = f"`{path}` is there already; choose another directory"
        raise FileExistsError(message)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # A half-built file is thrown away, so nothing has to survive a crash here.
        for setting in ("journal_mode=OFF", "synchronous=OFF", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {setting}")
        connection.execute("BEGIN")
        _fill(connection, store, company)
        connection.execute("COMMIT")


def _fill(connection: sqlite3.Connection, store: str, company: Company) -> None:
    schema = statements(HERE / "schema" / f"{store}.sql")
    indexes = [each for each in schema if "CREATE INDEX" in each]
    _run(connection, [each for each in schema if each not in indexes])
    _tell_words(connection)
    _tell_days(connection, company)
    for script in ("people", store):
        _run(connection, statements(HERE / "fill" / f"{script}.sql"), company.parameters)
    _run(connection, indexes)


def statements(script: Path) -> list[str]:
    """Return the statements of an SQL file; each ends with `;` at the end of a line."""
    parts = script.read_text(encoding="utf-8").split(";\n")
    return [part.strip() for part in parts if part.strip()]


def _run(
    connection: sqlite3.Connection,
    script: Iterable[str],
    parameters: Mapping[str, int] | None = None,
) -> None:
    for statement in script:
        connection.execute(statement, parameters or {})


def _slug(word: str) -> str:
    return word.lower().translate(LETTERS).encode("ascii", "ignore").decode()


def _tell_words(connection: sqlite3.Connection) -> None:
    """Create the table of words that names, places and products are drawn from."""
    columns = "list VARCHAR(20), n BIGINT, word VARCHAR(80), slug VARCHAR(80)"
    connection.execute(f"CREATE TEMPORARY TABLE words ({columns}, PRIMARY KEY (list, n))")
    for name, words in WORDS.items():
        rows = ((name, n, word, _slug(word)) for n, word in enumerate(words))
        connection.executemany("INSERT INTO words VALUES (?, ?, ?, ?)", rows)


def _tell_days(connection: sqlite3.Connection, company: Company) -> None:
    """Create the digits and the calendar: day 0 opens the nine years, some days lie ahead."""
    connection.execute("CREATE TEMPORARY TABLE digits (n BIGINT PRIMARY KEY)")
    connection.executemany("INSERT INTO digits VALUES (?)", ((n,) for n in range(10)))
    connection.execute("CREATE TEMPORARY TABLE days (n BIGINT PRIMARY KEY, day DATE UNIQUE)")
    first = company.first_day
    length = company.parameters["today"] + 120
    days = ((n, (first + timedelta(days=n)).isoformat()) for n in range(length))
    connection.executemany("INSERT INTO days VALUES (?, ?)", days)


def _write_files(directory: Path) -> None:
    folder = directory / "files"
    folder.mkdir(exist_ok=True)
    for store, table in WITH_FILES.items():
        named = f"SELECT stored_as, title FROM {table}"  # noqa: S608  # a name of our own
        with closing(sqlite3.connect(directory / f"{store}.db")) as connection:
            for stored_as, title in connection.execute(named):
                (folder / stored_as).write_text(f"{title}\n(fictief)\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and build the company."""
    parser = argparse.ArgumentParser(description="Build the databases of the example company.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--today", type=date.fromisoformat, default=None)
    parser.add_argument("--files", action=argparse.BooleanOptionalAction, default=None)
    chosen = parser.parse_args(arguments)
    today = chosen.today or datetime.now().astimezone().date()
    try:
        build(chosen.directory, chosen.people, chosen.seed, today, files=chosen.files)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"generate: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
