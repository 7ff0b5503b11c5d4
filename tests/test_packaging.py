"""What is shipped is whole, and what is locked is generic and fresh."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = [ROOT / "uv.lock", *sorted((ROOT / "requirements").glob("*.txt"))]
REGISTRIES = ("https://pypi.org/", "https://files.pythonhosted.org/")


def build(kind: str, source: Path, out: Path) -> Path:
    """Build an archive with the locked back end, without a network."""
    program = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(out)]
    subprocess.run(program, cwd=source, check=True, capture_output=True)
    return next(out.iterdir())


def package_files() -> set[str]:
    """Return the files of the package as they stand in the working tree."""
    files = (path for path in (ROOT / "gestand").rglob("*") if path.is_file())
    wanted = (path for path in files if path.suffix not in {".pyc", ".db"})
    return {path.relative_to(ROOT).as_posix() for path in wanted}


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_the_wheel_holds_the_whole_package(tmp_path: Path) -> None:
    assert names_in(build("wheel", ROOT, tmp_path)) == package_files()


def test_a_wheel_from_the_source_archive_is_the_same(tmp_path: Path) -> None:
    source = build("sdist", ROOT, tmp_path / "sdist")
    subprocess.run(["tar", "--extract", "--file", source, "--directory", tmp_path], check=True)
    unpacked = tmp_path / source.name.removesuffix(".tar.gz")
    assert names_in(build("wheel", unpacked, tmp_path / "wheel")) == package_files()


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
