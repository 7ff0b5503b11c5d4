"""`gestand schema`: what an editor needs to complete and explain keys."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from gestand.core.language.files import FILES
from gestand.surfaces.cli import main


def ask(*words: str) -> Result:
    return CliRunner().invoke(main, ["schema", *words], prog_name="gestand")


@pytest.mark.parametrize("file", FILES)
def test_a_schema_is_one(file: str) -> None:
    done = ask(file)
    assert (done.exit_code, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    Draft202012Validator.check_schema(told)
    assert told["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_schema_explains_each_key() -> None:
    told = json.loads(ask("datamap").stdout)
    keys = [told["properties"], *(one.get("properties", {}) for one in told["$defs"].values())]
    assert [name for one in keys for name, key in one.items() if not key["description"]] == []
    reach = told["$defs"]["a-table"]["patternProperties"]
    (held_by,) = (key for pattern, key in reach.items() if "held by" in pattern.split(")(?:")[-1])
    assert held_by["$ref"] == "#/$defs/a-declared-reach"
    assert "held by contract: {via: customer_id" in held_by["description"]


def test_a_file_that_is_none_is_told() -> None:
    done = ask("statement")
    assert done.exit_code == 2
    assert "'statement' is not one of" in done.stderr
