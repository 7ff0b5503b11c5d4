"""Archives as they are released, and an environment in which nothing but the wheel is installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def build(kind: str, source: Path, out: Path) -> Path:
    """Build an archive with the locked back end, without a network."""
    program = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(out)]
    subprocess.run(program, cwd=source, check=True, capture_output=True)
    return next(out.iterdir())


def installed(wheel: Path, folder: Path) -> Path:
    """Install a wheel in an empty environment, and return the program `gestand` in it."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    program = [BIN / "uv", "--no-config", "pip", "install", "--quiet", "--offline", "--no-deps"]
    subprocess.run([*program, "--python", folder / "bin" / "python", wheel], check=True)
    return folder / "bin" / "gestand"


def beside() -> dict[str, str]:
    """Return the environment in which an installed program finds what it needs, and no sources.

    The folder of packages alone: the line in it that leads to the sources is not followed then.
    """
    packages = next(path for path in map(Path, sys.path) if path.name == "site-packages")
    return {**os.environ, "PYTHONPATH": str(packages)}
