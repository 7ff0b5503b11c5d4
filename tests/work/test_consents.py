"""The register of consents: recorded once, in the columns as well, and not forgotten."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from gestand.settings import today
from gestand.wiring import open_company
from gestand.wiring.recording import journal_in
from gestand.work.consents.look import every
from tests.backups import dumped, marked_company, restored
from tests.databases import Database, on, together
from tests.surfaces.commands import gestand

STORY, DAY = "a_restore_does_not_forget_an_erasure", "2026-05-10"
ROWS = "SELECT pool_given_on, pool_withdrawn_on FROM applications ORDER BY id"
GIVEN = {
    "receipt": "form-1",
    "event": "given",
    "purpose": "talent pool",
    "who": "applicant:1",
    "at": "2026-03-05T23:30+00:00",
    "words": "2024-01-01",
    "language": "nl",
    "how": "form",
}
WITHDRAWN = {
    "receipt": "letter-1",
    "event": "withdrawn",
    "purpose": "talent pool",
    "who": "applicant:1",
    "at": "2026-04-01T10:00+02:00",
}
DAYS = ("2026-03-06", "2026-04-01")
AGAIN = ("--person", "applicant:1", "--words", "2024-01-01", "--lang", "nl")


class Site:
    """A company with two applications, and its one database."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.folder, self.database = folder, database

    def send(self, *said: dict[str, Any] | str) -> Result:
        lines = (one if isinstance(one, str) else json.dumps(one) for one in said)
        return gestand("consent", "lines", "--in", self.folder, typed="\n".join(lines) + "\n")

    def columns(self) -> list[tuple[object, ...]]:
        return self.database.rows(ROWS)

    def events(self) -> list[tuple[str, str]]:
        company = open_company(self.folder)
        with company.state.reading():
            return [(row.event, row.day) for row in every(company)]

    def may(self, day: str = DAY) -> int:
        asked = ("--person", "applicant:1", "--as-of", day)
        return gestand("may", "talent pool", self.folder, *asked).exit_code


@pytest.fixture
def site(kind: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path / "company"
    with marked_company(STORY, kind, folder, together(tmp_path_factory)) as database:
        yield Site(folder, database)


def test_what_is_given_holds_and_what_is_withdrawn_ends_at_once(site: Site) -> None:
    assert site.may() == 1
    told = site.send(GIVEN)
    assert (told.exit_code, told.output) == (0, "1 consent recorded.\n")
    assert (site.columns(), site.may()) == ([(DAYS[0], None), (None, None)], 0)
    told = site.send(GIVEN, WITHDRAWN)
    assert told.output == "1 consent recorded, 1 on record already.\n"
    assert (site.columns(), site.may()) == ([DAYS, (None, None)], 1)
    assert site.may("2026-03-20") == 0  # on that day it counted
    assert site.events() == [("given", DAYS[0]), ("withdrawn", DAYS[1])]
    later = {**GIVEN, "receipt": "form-2", "at": "2026-04-20T10:00+02:00"}
    # The four weeks were over by then, so there was nothing left to consent to (rule 14).
    assert (site.send(later).exit_code, site.may()) == (0, 1)


def test_an_older_message_that_comes_late_changes_nothing(site: Site) -> None:
    assert site.send(WITHDRAWN).exit_code == 0
    assert site.send(GIVEN).exit_code == 0
    assert (site.columns(), site.may()) == ([(None, None), (None, None)], 1)
    assert sorted(site.events()) == [("given", DAYS[0]), ("withdrawn", DAYS[1])]


WRONG: list[tuple[str, str, dict[str, Any] | str]] = [
    ("G610", "no object of JSON", "{not json"),
    ("G610", "no object of JSON", '["given"]'),
    ("G610", "has no `who`", {**GIVEN, "who": ""}),
    ("G610", "names nobody", {**GIVEN, "who": "nobody:1"}),
    ("G610", "key that is not known", {**GIVEN, "name": "Ann"}),
    ("G610", "event of this line", {**GIVEN, "event": "perhaps"}),
    ("G610", "cannot be one", {**GIVEN, "receipt": "a b"}),
    ("G610", "too long", {**GIVEN, "how": "x" * 201}),
    ("G610", "cannot be read", {**GIVEN, "at": "soon"}),
    ("G610", "is no text", {**GIVEN, "row": 1}),
    ("G610", "key twice", json.dumps(GIVEN)[:-1] + ', "event": "refused"}'),
    ("G611", "does not say its zone", {**GIVEN, "at": "2026-03-05T10:00"}),
    ("G611", "lies in the future", {**GIVEN, "at": "2999-03-05T10:00Z"}),
    ("G612", "no statement that was published", {**GIVEN, "words": "2023-01-01"}),
    ("G612", "no statement that was published", {**GIVEN, "language": "fr"}),
    ("G612", "by which words it was asked is not said", {**GIVEN, "words": ""}),
    ("G612", "no statement that was published", {**GIVEN, "at": "2023-03-05T10:00Z"}),
    ("G614", "no purpose of that name", {**GIVEN, "purpose": "recruitment"}),
    ("G615", "nobody of this kind", {**GIVEN, "who": "applicant:99"}),
    ("G615", "nobody of this kind", {**GIVEN, "who": "applicant:x"}),
    ("G615", "names no row of this person", {**GIVEN, "row": "2"}),
]


@on("sqlite")
def test_bad_input_is_a_finding_and_changes_nothing(site: Site) -> None:
    good = {**GIVEN, "receipt": "good", "who": "applicant:2"}
    for code, what, line in WRONG:
        told = site.send(good, line)
        assert told.exit_code == 1
        assert f"standard input:2:1  {code}  " in told.stderr and what in told.stderr
        assert "Ann" not in told.output and "nothing is recorded" in told.stderr
    assert (site.columns(), site.events()) == ([(None, None), (None, None)], [])


@on("sqlite")
def test_a_receipt_stands_for_one_consent(site: Site) -> None:
    told = site.send(GIVEN, {**GIVEN, "who": "applicant:2"})
    assert (told.exit_code, "G613" in told.stderr) == (1, True)
    assert site.send(GIVEN).exit_code == 0
    told = site.send({**GIVEN, "how": "letter"})
    assert (told.exit_code, "G613" in told.stderr) == (1, True)
    assert site.events() == [("given", DAYS[0])]


def test_a_column_is_copied_and_a_restore_does_not_forget(site: Site, tmp_path: Path) -> None:
    site.database.run("UPDATE applications SET pool_given_on = '2026-03-03' WHERE id = 2")
    assert site.send(GIVEN).exit_code == 0
    before = dumped(site.database, tmp_path)
    other = {**WITHDRAWN, "receipt": "letter-2", "who": "applicant:2"}
    assert site.send(WITHDRAWN, other).exit_code == 0
    told = gestand("consents", site.folder, "--agree")
    assert told.output == "1 consent copied into the register, 0 rows brought to agree with it.\n"
    assert "0 consents copied" in gestand("consents", site.folder, "--agree").output
    restored(site.database, before)
    assert site.columns() == [(DAYS[0], None), ("2026-03-03", None)]
    done = gestand(
        "apply", site.folder, "--as-of", "2026-04-02", "--after-restore", "--yes", "--first-run"
    )
    assert "Consent ended again, as the register says: 2 rows." in done.output
    assert site.columns() == []  # the four weeks are over, and nothing else holds them


def test_who_is_asked_again_is_who_would_lose_it(site: Site) -> None:
    soon = (today("Europe/Amsterdam") - timedelta(days=360)).isoformat()
    for key, given in ((1, soon), (2, "2026-10-01")):
        site.database.run(
            f"UPDATE applications SET received_on = '{given}', pool_given_on = '{given}', "
            f"vacancy_id = NULL WHERE id = {key}"
        )
    told = gestand("consents", site.folder, "--ask-again", "30")
    (day,) = re.findall(r"talent pool: db.applications 1, until (\S+)\n", told.stdout)
    assert timedelta(0) < date.fromisoformat(day) - today("Europe/Amsterdam") <= timedelta(30)
    assert "1 consent ends by" in told.stderr
    assert gestand("consents", site.folder, "--ask-again", "1").stdout == ""
    filled = today("Europe/Amsterdam") - timedelta(days=364)
    site.database.run(f"UPDATE vacancies SET filled_on = '{filled}'")
    site.database.run("UPDATE applications SET vacancy_id = (SELECT MIN(id) FROM vacancies)")
    told = gestand("consents", site.folder, "--ask-again", "3").stdout
    assert day not in told and told.count(", until ") == 1, "whichever comes first"


def test_consent_given_again_too_late_ends_nothing_that_the_earlier_one_holds(site: Site) -> None:
    now = today("Europe/Amsterdam")
    began, left, given = (now - timedelta(days) for days in (100, 90, 80))
    site.database.run(
        f"UPDATE applications SET received_on = '{began}', withdrawn_on = '{left}', "
        f"pool_given_on = '{given}', vacancy_id = NULL"
    )
    before = site.columns()
    told = gestand("consent", "give", "talent pool", *AGAIN, "--in", site.folder).stdout
    assert "The earlier consent goes on until its own last day" in told
    assert (site.columns(), site.may(now.isoformat())) == (before, 0)
    told = gestand("consents", site.folder, "--person", "applicant:1").stdout
    assert "An earlier consent goes on" in told and "until 20" not in told
    site.database.run("UPDATE applications SET withdrawn_on = NULL")
    gestand("consent", "give", "talent pool", *AGAIN, "--in", site.folder)
    assert str(site.columns()[0][0])[:10] == now.isoformat(), "something else holds it again"


SINCE = "SELECT pool_since, pool_given_on FROM applications WHERE id = 1"


def since_when(site: Site) -> None:
    """Let a column say since when consent stands."""
    datamap = site.folder / "privacy" / "datamap.yaml"
    words = datamap.read_text().replace("given: pool", "since: pool_since, given: pool")
    datamap.write_text(words)
    site.database.run("ALTER TABLE applications ADD pool_since DATE")


def test_consent_given_again_goes_on_from_the_first_where_a_column_says_since_when(
    site: Site,
) -> None:
    now = today("Europe/Amsterdam")
    began, left, given = (now - timedelta(days) for days in (100, 90, 80))
    since_when(site)
    site.database.run(
        f"UPDATE applications SET received_on = '{began}', withdrawn_on = '{left}', "
        f"pool_given_on = '{given}', vacancy_id = NULL"
    )
    told = gestand("consent", "give", "talent pool", *AGAIN, "--in", site.folder)
    assert told.exit_code == 0 and "earlier consent" not in told.stdout
    first = [tuple(str(day)[:10] for day in row) for row in site.database.rows(SINCE)]
    assert first == [(given.isoformat(), now.isoformat())]
    assert [site.may((now + timedelta(days)).isoformat()) for days in (300, 366)] == [0, 1]
    gestand("consent", "withdraw", "talent pool", "--person", "applicant:1", "--in", site.folder)
    site.database.run("UPDATE applications SET withdrawn_on = NULL")
    gestand("consent", "give", "talent pool", *AGAIN, "--in", site.folder)
    assert site.database.rows(SINCE)[0][0] is None, "after a withdrawal it begins anew"


@on("sqlite")
@pytest.mark.parametrize("put_back", [False, True], ids=["by their own program", "by a backup"])
def test_only_a_withdrawal_on_record_of_what_the_row_says_keeps_it_from_going_on(
    site: Site, put_back: bool
) -> None:
    now = today("Europe/Amsterdam")
    began, left, first, given = (now - timedelta(days) for days in (100, 90, 88, 80))
    since_when(site)
    row = f"UPDATE applications SET received_on = '{began}', withdrawn_on = '{left}', "
    row += "pool_withdrawn_on = NULL, vacancy_id = NULL, pool_given_on"
    site.database.run(f"{row} = '{first}'")
    ended = (given + timedelta(2) if put_back else first).isoformat()
    assert site.send({**WITHDRAWN, "at": f"{ended}T12:00Z"}).exit_code == 0
    later = [{**GIVEN, "at": f"{given + timedelta(4)}T12:00Z"}] if put_back else []
    assert all(site.send(one).exit_code == 0 for one in later)
    site.database.run(f"{row} = '{given}'")
    gestand("consent", "give", "talent pool", *AGAIN, "--in", site.folder)
    told = (None, given.isoformat()) if put_back else (given.isoformat(), now.isoformat())
    assert site.database.rows(SINCE)[0] == told


def test_a_consent_of_a_day_to_come_is_told_and_not_used_before(site: Site) -> None:
    now = today("Europe/Amsterdam")
    later = now + timedelta(days=10)
    site.database.run(
        f"UPDATE applications SET received_on = '{now}', vacancy_id = NULL, "
        f"pool_given_on = '{later}' WHERE id = 1"
    )
    told = gestand("consents", site.folder, "--agree")
    assert (told.exit_code, "db.applications 1: G611 " in told.stderr) == (1, True)
    assert [site.may(day.isoformat()) for day in (now, later)] == [1, 0]
    assert site.events() == []


@on("sqlite")
def test_who_can_carry_no_such_consent_is_told_who_can(site: Site) -> None:
    site.database.run(
        "INSERT INTO customers (id, number, name, registered_on) "
        "VALUES (1, 'K1', 'Cor', '2026-01-01')"
    )
    told = site.send({**GIVEN, "who": "customer:1"})
    assert told.exit_code == 1, told.output
    assert "no row of a customer carries it, but of: applicant" in told.output, told.output


@on("sqlite")
def test_whoever_records_consent_that_holds_nothing_is_told_so(site: Site) -> None:
    over = "received_on = '2025-01-01', withdrawn_on = '2025-02-01', pool_given_on = NULL"
    site.database.run(f"UPDATE applications SET {over}")
    words = ("--words", "2024-01-01", "--lang", "nl", "--how", "letter", "--in", site.folder)
    who = ("--person", "applicant:1")
    told = gestand("consent", "give", "talent pool", *who, *words).stdout
    assert "`talent pool` holds nothing of them" in told
    assert "It holds nothing of them" in gestand("consents", site.folder, *who).stdout
    wordless = gestand("consent", "give", "talent pool", *who, *words[4:])
    assert (wordless.exit_code, wordless.stdout) == (1, "")
    assert "G612  by which words it was asked is not said" in wordless.stderr
    assert "`--words` is the day of a version, and `--lang`" in wordless.stderr


@on("sqlite")
def test_the_ledger_seals_the_register(site: Site) -> None:
    assert site.send(GIVEN, WITHDRAWN).exit_code == 0
    assert gestand("verify", site.folder).exit_code == 0
    company = open_company(site.folder)
    with journal_in(company.heads, company.records) as journal, journal.ledger.together():
        journal.ledger.kept.execute("UPDATE gestand_consent SET how = 'x' WHERE number = 1", ())
    told = gestand("verify", site.folder)
    assert told.exit_code == 1
    assert "consents 1 to 1 are not those of the ledger" in told.output


@on("sqlite")
def test_what_is_on_record_is_shown_without_names(site: Site) -> None:
    assert site.send(GIVEN).exit_code == 0
    told = gestand("consents", site.folder, "--person", "applicant:1").output
    assert "talent pool: given on 2026-03-06, to the words of 2024-01-01/nl, by form" in told
    assert "until 2027-03-06 at the latest" in told
    page = gestand("consents", site.folder, "--receipt", "form-1").output
    assert "Mogen wij uw brief een jaar bewaren?" in page and "6 maart 2027" in page
    data = json.loads(
        gestand("consents", site.folder, "--receipt", "form-1", "--format", "jsonld").output
    )
    record = data["dpv:hasRecordOfActivity"]
    assert record["dpv:hasConsentStatus"][0]["@type"] == "dpv:ConsentGiven"
    listed = gestand("consents", site.folder, "--export", "csv").output
    assert "form-1" in listed and "applicant:1" not in listed
    lines = gestand("consents", site.folder, "--export", "json").output.splitlines()
    assert [json.loads(line)["receipt"] for line in lines] == ["form-1"]
