"""The declaration of the example company, without its databases, and its publication."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
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


def with_older_versions(folder: Path) -> Path:
    """Give the example two older versions: of 2023 with its text, of 2020 without."""
    privacy = folder / "privacy"
    policy = (privacy / "policy.yaml").read_text("utf-8")
    (privacy / "versions").mkdir()
    for year, day, period in (("2023", "2023-01-26", "P6W"), ("2020", "2020-05-25", "P8W")):
        older = policy.replace("effective: 2026-01-01", f"effective: {day}").replace("P4W", period)
        older = older.replace("from: 2026-01-05", f"from: {day}")  # what people sign
        (privacy / "versions" / f"{year}.yaml").write_text(older, "utf-8")
    shutil.copytree(privacy / "statement", privacy / "versions" / "2023")
    change(folder, "versions/2023.yaml", "until: 2028-05-01", "until: 2025-12-31")
    change(folder, "versions/2023/nl.md", "# Privacy- en cookieverklaring", "# Oude verklaring")
    return folder


def publish(
    folder: Path, out: Path, as_of: str = "2026-12-01", *more: str, pdf: bool = True
) -> Result:
    """Run `gestand publish` in this process, with `more` options.

    Without `pdf` as on a system that lacks the library for it: to lay one out takes seconds.
    """
    arguments = [str(folder), "--out", str(out), "--as-of", as_of, *more]
    with pytest.MonkeyPatch.context() as patch:
        if not pdf:
            patch.setattr("gestand.work.pages.pdf.weasyprint", lambda: None)
        return CliRunner().invoke(command, arguments, catch_exceptions=False)
