"""The keys that stand beside views of purposes go with the people whose keys they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result

from gestand.wiring import open_company
from gestand.work.sweep import Request, prepare
from gestand.work.views import forget_all_who_went, forget_who_went
from tests.databases import Database, kinds, together
from tests.stories.story import laid_down, read
from tests.surfaces.commands import gestand
from tests.undoing import key_in, let_it_be_undone
from tests.viewed import make

CONTACTS = "gestand_business_contacts_contacts"
WEIGH = "ask:db.contacts:weigh-business-contacts"
DAY = date(2024, 6, 1)
ROWS = """
INSERT INTO contacts VALUES
    (1234567, 1, 'Eef', 'buyer', 'eef@delinde.example', '2024-02-01', NULL),
    (2345678, 1, 'Fay', 'buyer', 'fay@delinde.example', '2024-02-01', NULL);
"""
OBJECTS = (
    "  - {{fact: objection, who: 'contact:{}', when: 2024-03-01, purpose: business contacts}}\n"
)
EEF, FAY = "contact:1234567", "contact:2345678"


@contextmanager
def company(folder: Path, kind: str, shared: Path, *objecting: str) -> Iterator[Database]:
    """Give a company with views, some of whose contact persons object."""
    story = read("a_purpose_that_was_objected_to_is_not_used")
    with laid_down(story, folder, kind, shared) as databases:
        database = databases["db"]
        database.run(ROWS)
        told = "".join(OBJECTS.format(who.partition(":")[2]) for who in objecting)
        (folder / "privacy" / "facts.yaml").write_text(f"facts: 1\nrecorded:\n{told}", "utf-8")
        key_in(folder)
        let_it_be_undone(folder / "privacy")
        make(open_company(folder), DAY)
        yield database


def erased(folder: Path, who: str) -> Result:
    """Erase somebody, as a person decides who weighed the interest in them."""
    asked = ("--person", who, "--erase")
    decided = gestand("decide", WEIGH, folder, *asked, "--remove", "--because", "x")
    assert decided.exit_code == 0, decided.output
    done = gestand("apply", folder, *asked, "--yes")
    assert done.exit_code == 0, done.output
    return done


def keys(database: Database) -> list[str]:
    """Return every key that stands beside the views."""
    names = [name for name in database.tables() if name.startswith("gestand_apart_")]
    return sorted(str(row["k0"]) for name in names for row in database.whole(name))


def shown(database: Database) -> list[object]:
    """Return whom the view shows."""
    return [row["name"] for row in database.whole(CONTACTS)]


@pytest.fixture
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return together(tmp_path_factory)


@pytest.mark.parametrize("kind", kinds())
def test_the_key_of_who_is_gone_goes_and_others_stay(
    kind: str, tmp_path: Path, shared: Path
) -> None:
    with company(tmp_path, kind, shared, EEF, FAY) as database:
        assert keys(database) == ["1234567", "2345678"]
        database.run("DELETE FROM contacts WHERE id = 1234567;")
        with prepare(open_company(tmp_path), Request(DAY)) as ready:
            assert forget_who_went(ready.company, ready.runs, DAY) == []
        assert keys(database) == ["2345678"]
        assert shown(database) == ["Cas", "Dee"]


def test_after_several_runs_the_keys_of_who_is_gone_go_at_once(
    tmp_path: Path, shared: Path
) -> None:
    with company(tmp_path, "sqlite", shared, EEF, FAY) as database:
        database.run("DELETE FROM contacts WHERE id = 1234567;")
        assert forget_all_who_went(open_company(tmp_path), DAY) == []
        assert keys(database) == ["2345678"]


def test_a_view_whose_keys_have_no_use_left_shows_nothing_until_it_is_made_anew(
    tmp_path: Path, shared: Path
) -> None:
    with company(tmp_path, "sqlite", shared, EEF) as database:
        done = erased(tmp_path, EEF)
        assert "Views in store `db` show nothing until `gestand views --refresh`." in done.output
        assert (keys(database), shown(database)) == ([], [])
        assert gestand("views", "--in", tmp_path, "--refresh").exit_code == 0
        assert shown(database) == ["Cas", "Dee", "Fay"]


def test_residue_finds_a_key_of_who_went(tmp_path: Path, shared: Path) -> None:
    with company(tmp_path, "sqlite", shared, EEF, FAY) as database:
        held = gestand("residue", tmp_path, "--whole", typed="1234567")
        assert "Set apart:\n  db.gestand_apart_" in held.output
        database.run("DELETE FROM contacts WHERE id = 1234567;")  # not by us: nobody took it out
        left = gestand("residue", tmp_path, "--whole", typed="1234567")
        assert left.exit_code == 1
        assert "Residue, in tables of keys beside views of purposes:\n  db.gestand" in left.output


def test_views_show_nothing_once_somebody_came_back(tmp_path: Path, shared: Path) -> None:
    with company(tmp_path, "sqlite", shared, EEF, FAY) as database:
        assert "show nothing" not in erased(tmp_path, EEF).output
        assert (keys(database), shown(database)) == (["2345678"], ["Cas", "Dee"])
        back = gestand("undo", "1", tmp_path, "--yes")
        assert back.exit_code == 0, back.output
        assert "Views in store `db` show nothing until" in back.output
        assert shown(database) == []
        make(open_company(tmp_path), DAY)
        assert shown(database) == ["Cas", "Dee"]
