"""Pages that show what to do, done: each command is run, and says what the page shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.core.places import loaded
from tests.walk import Walk


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """De Spaak, as somebody has it who has followed the tutorial."""
    return Walk(tmp_path_factory.mktemp("spaak")).through("tutorial/your-own-database.md")


def test_the_tutorial_leads_from_three_tables_to_a_plan(shop: Walk) -> None:
    assert shop.shown >= 20
    assert sum(command.startswith("gestand ") for command in shop.commands) == 4


def test_the_explanation_tells_what_the_shop_of_the_tutorial_shows(shop: Walk) -> None:
    walk = Walk(shop.folder).through("explanation/how-gestand-decides.md")
    assert walk.shown >= 14
    assert len(walk.commands) == 4


def test_an_editor_gets_the_schemas_of_the_files(shop: Walk) -> None:
    Walk(shop.folder).through("howto/editor.md")
    privacy = shop.folder / "privacy"
    for file in ("policy", "datamap"):
        told = json.loads((privacy / f"{file}.schema.json").read_text("utf-8"))
        content = loaded((privacy / f"{file}.yaml").read_text("utf-8"))
        assert Draft202012Validator(told).is_valid(content)
        content["rigths"] = {}
        assert not Draft202012Validator(told).is_valid(content)


def test_a_page_that_shows_what_is_not_said_is_found(shop: Walk, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```sh\necho said\n```\n\n```text\nnot said\n```\n", "utf-8")
    with pytest.raises(AssertionError, match="not said"):
        Walk(shop.folder).through(str(page))
