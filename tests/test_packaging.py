"""What is shipped is whole, and what is locked is generic and fresh."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource

from tests.packed import BIN, ROOT, build

COMPONENTS, RUNTIME = ROOT / "scripts" / "components", ROOT / "requirements" / "runtime.txt"
BILL, FILES = "gestand.cdx.json", "externalReferences"
# As published at https://cyclonedx.org/schema/, with the two that it points at.
SCHEMAS = [
    json.loads((ROOT / "tests" / "sbom" / f"{name}.schema.json").read_text("utf-8"))
    for name in ("bom-1.5", "spdx", "jsf-0.82")
]
KNOWN = Registry().with_resources([(one["$id"], Resource.from_contents(one)) for one in SCHEMAS])
LOCKS = [ROOT / "uv.lock", *sorted((ROOT / "requirements").glob("*.txt"))]
REGISTRIES = ("https://pypi.org/", "https://files.pythonhosted.org/")


def package_files() -> set[str]:
    """Return the files of the package as they stand in the working tree."""
    files = (path for path in (ROOT / "gestand").rglob("*") if path.is_file())
    wanted = (path for path in files if path.suffix not in {".pyc", ".db"})
    return {path.relative_to(ROOT).as_posix() for path in wanted}


def components(folder: Path) -> tuple[int, str]:
    """Write the bill of materials of what stands in a folder, and its licences."""
    environment = {**os.environ, "PATH": os.pathsep.join([str(BIN), os.environ["PATH"]])}
    done = subprocess.run(
        [sys.executable, COMPONENTS, folder], env=environment, capture_output=True, text=True
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The wheel, the source archive, and the wheel that is built from that."""
    folder = tmp_path_factory.mktemp("released")
    source = build("sdist", ROOT, folder / "sdist")
    subprocess.run(["tar", "--extract", "--file", source, "--directory", folder], check=True)
    again = build("wheel", folder / source.name.removesuffix(".tar.gz"), folder / "again")
    return [build("wheel", ROOT, folder / "wheel"), source, again]


def test_the_wheel_holds_the_whole_package(released: list[Path]) -> None:
    assert names_in(released[0]) == package_files()


def test_a_wheel_from_the_source_archive_is_the_same_to_the_byte(released: list[Path]) -> None:
    wheel, _, again = released
    assert wheel.read_bytes() == again.read_bytes()


def test_the_source_archive_leads_nowhere_else(released: list[Path]) -> None:
    """Who unpacks an archive refuses a link to a place on the machine that made it."""
    with tarfile.open(released[1]) as archive:
        assert [one.name for one in archive if not one.isfile()] == []


def test_what_is_installed_is_listed_and_its_licences_are_allowed(
    released: list[Path], tmp_path: Path
) -> None:
    for archive in released[:2]:
        (tmp_path / archive.name).symlink_to(archive)
    said = [components(tmp_path), (tmp_path / BILL).read_text("utf-8")]
    assert said[0] == (0, "")
    assert [components(tmp_path), (tmp_path / BILL).read_text("utf-8")] == said
    bill = json.loads(said[1])
    assert list(Draft7Validator(SCHEMAS[0], registry=KNOWN).iter_errors(bill)) == []
    locked = set(re.findall(r"^([a-z0-9-]+)==", RUNTIME.read_text("utf-8"), re.MULTILINE))
    named = {one["name"] for one in bill["components"] if one["scope"] == "required"}
    build_needs = {"hatchling", "packaging", "pathspec", "pluggy", "tomlkit", "trove-classifiers"}
    assert locked - named <= build_needs
    assert named <= locked
    hashed = {one["hashes"][0]["content"] for one in bill["metadata"]["component"][FILES]}
    assert hashed == {sha256(one.read_bytes()).hexdigest() for one in released[:2]}
    report = (tmp_path / "LICENCES.md").read_text("utf-8")
    assert all(f"| {name} | " in report for name in named)


def test_a_licence_that_is_not_known_or_not_allowed_is_told() -> None:
    script: Any = ModuleType("components")
    script.__file__ = str(COMPONENTS)
    exec(compile(COMPONENTS.read_text("utf-8"), COMPONENTS, "exec"), vars(script))
    assert [script.allowed(one) for one in ("", "AGPL-3.0-only", "MIT AND AGPL-3.0-only")] == [
        False, False, False,
    ]  # fmt: skip
    assert script.allowed("MIT OR AGPL-3.0-only")
    assert script.licence_of("no-such-distribution") == ""


def test_the_example_is_the_company_of_the_demo() -> None:
    example = ROOT / "examples" / "noorderlicht"
    assert example.resolve() == ROOT / "gestand" / "demo" / "noorderlicht"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_the_public_registry_and_nothing_else(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    addresses = re.findall(r"[a-z]+://[^\s\"]+", text)
    assert [found for found in addresses if not found.startswith(REGISTRIES)] == []
    assert re.findall(r"^--?[a-z].*|file:|/opt/|path = ", text, re.MULTILINE) == []


@pytest.mark.parametrize("lock", LOCKS[1:], ids=lambda path: path.name)
def test_every_distribution_is_pinned_and_hashed(lock: Path) -> None:
    entries = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())
    pinned = re.compile(r"[a-z0-9-]+==[^\s;]+( ; [^\\]+)? \\\n    --hash=sha256:[0-9a-f]{64}")
    assert [entry.partition("\n")[0] for entry in entries if not pinned.match(entry)] == []


def test_the_installation_stays_under_sixty_distributions() -> None:
    runtime = (ROOT / "requirements" / "runtime.txt").read_text(encoding="utf-8")
    assert len(re.findall(r"^[a-z]", runtime, re.MULTILINE)) + 1 < 60


def test_the_locks_belong_to_the_project_file() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    own = next(entry for entry in lock["package"] if entry["name"] == "gestand")
    locked = {entry["name"] for entry in own["metadata"]["requires-dist"]}
    extras = project["project"]["optional-dependencies"].values()
    named = [*project["project"]["dependencies"], *(text for extra in extras for text in extra)]
    wanted = {re.split(r"[<>=!~ \[]", text)[0] for text in named}
    assert locked == wanted
