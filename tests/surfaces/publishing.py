"""The declaration of the example company, without its databases, and its publication."""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import CliRunner, Result

from gestand.demo.noorderlicht.generate import HERE
from gestand.surfaces.cli.publish import command


def declared(folder: Path) -> Path:
    """Give the folder with the example's own files."""
    shutil.copytree(HERE / "privacy", folder / "privacy")
    return folder


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Change a text, which must stand in the file, wherever it stands."""
    path = folder / "privacy" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def publish(folder: Path, out: Path, as_of: str = "2026-12-01") -> Result:
    """Run `gestand publish` in this process."""
    arguments = [str(folder), "--out", str(out), "--as-of", as_of]
    return CliRunner().invoke(command, arguments, catch_exceptions=False)
