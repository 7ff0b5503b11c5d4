"""`gestand check --since`: only what a change of a database brought and nobody declared."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from gestand.surfaces.cli import main
from tests.core.small import changed
from tests.linde import build, run

OLD = "ALTER TABLE customers ADD COLUMN shoe TEXT; CREATE TABLE drafts (id INTEGER, body TEXT);"
NEW = """
ALTER TABLE customers ADD COLUMN mobile_phone TEXT;
ALTER TABLE customers ADD COLUMN hat TEXT;
ALTER TABLE customers ADD COLUMN account TEXT;
ALTER TABLE drafts ADD COLUMN email TEXT;
CREATE TABLE letters (
    id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers (id), email TEXT, topic TEXT
);
"""
NAME = ["-c", "user.name=Somebody", "-c", "user.email=somebody@delinde.example"]


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *NAME, *words], check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "privacy")
    git(folder, "commit", "--quiet", "--no-gpg-sign", "-m", "as it is")


def check(folder: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["check", *words, str(folder)])
    return done.exit_code, done.output


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A company in a repository, with columns that nobody declared, and which are known."""
    folder = build(tmp_path / "kept")
    run(folder, OLD)
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(folder))
    commit(folder)
    assert check(folder, "--remember")[0] == 0
    commit(folder)
    return folder


def test_what_was_known_is_passed_over_and_what_is_new_is_not(kept: Path) -> None:
    assert check(kept)[0] == 1
    assert check(kept, "--since", "main")[0] == 0
    run(kept, NEW + "CREATE TABLE scraps (id INTEGER PRIMARY KEY, said TEXT);")
    path = kept / "privacy" / "datamap.yaml"
    scraps = '\ntables:\n  db.scraps: {not personal: "Not mapped yet"}\n'
    path.write_text(changed(path.read_text("utf-8"), "\ntables:\n", scraps), "utf-8")
    assert "; not looked into yet: 1 table (`db.scraps`)" in check(kept, "--since", "main")[1]
    ending, said = check(kept, "--since", "main", "--format", "json")
    every = json.loads(said)
    assert [one["level"] for one in every if one["code"] == "G342"] == ["warning"]
    found = {one["fragment"]: one["suggestion"] for one in every if one["code"] != "G342"}
    assert (ending, found.keys()) == (1, {"mobile_phone", "hat", "account", "email", "db.letters"})
    assert "`mobile_phone: phone`" in found["mobile_phone"]
    assert "`hat:` with its category" in found["hat"]
    assert "`db.drafts: {purposes: [?], columns: {email: email}}`" in found["email"]
    assert "columns: {email: email, topic: ?}}" in found["db.letters"]


def test_what_the_same_change_makes_known_is_new_all_the_same(kept: Path) -> None:
    run(kept, NEW)
    told = f"11 undeclared columns in {kept}/privacy/undeclared.txt\n"
    assert check(kept, "--remember") == (0, told)
    assert check(kept, "--since", "main")[0] == 1
    commit(kept)
    assert check(kept, "--since", "main")[0] == 0
    assert check(kept, "--since", "main~1")[0] == 1
    # Nothing was known before the file was there.
    assert "`shoe`" in check(kept, "--since", "main~2")[1]


def test_other_mistakes_are_for_the_whole_check(kept: Path) -> None:
    policy = kept / "privacy" / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace("P4W", "P5000Y"), "utf-8")
    assert check(kept, "--since", "main")[0] == 0
    policy.write_text("policy: [", "utf-8")
    assert check(kept, "--since", "main")[0] == 2


def test_whoever_names_no_revision_is_told_so(kept: Path, tmp_path: Path) -> None:
    for revision in ("nowhere", "--output=here", ""):
        ending, said = check(kept, f"--since={revision}")
        assert (ending, "no such revision" in said) == (2, True)
    alone = build(tmp_path / "alone")
    ending, said = check(alone, "--since", "main")
    assert (ending, "not a git repository" in said) == (2, True)


def test_the_snippets_for_github_and_gitlab_do_what_they_say(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide = Path(__file__).parents[2] / "docs" / "howto" / "check-every-migration.md"
    github, gitlab = map(yaml.safe_load, re.findall(r"```yml\n(.*?)```", guide.read_text(), re.S))
    steps = github["jobs"]["check"]["steps"]
    lines = [*(step.get("run", "") for step in steps), *gitlab["undeclared columns"]["script"]]
    (first, second) = (line for line in lines if line.startswith("gestand check"))
    git(kept, "update-ref", "refs/remotes/origin/main", "main")
    git(kept, "fetch", "--quiet", ".", "main")
    run(kept, NEW)
    monkeypatch.chdir(kept)
    for line, target in ((first, "found.sarif"), (second, "found.xml")):
        said = shlex.split(line.replace("${{ github.base_ref }}", "main"))[1:]
        assert CliRunner().invoke(main, said).exit_code == 1
        assert "mobile_phone" in (kept / target).read_text("utf-8")
