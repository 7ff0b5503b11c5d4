"""`python -m tests.stories`: list the stories, or accept what comes of them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.stories.story import STORIES, names, read
from tests.stories.telling import tell
from tests.stories.test_stories import WHOLE


@click.group()
def stories() -> None:
    """Small companies, and what must come of them."""


@stories.command(name="list")
@click.option("--rule", help="Only the stories of this rule of grounds.")
def list_stories(rule: str | None) -> None:
    """Say what each story is about, and which rules it tells."""
    for story in map(read, names()):
        told = ", ".join(map(str, story.rules))
        if rule is None or rule in told.split(", "):
            click.echo(f"{story.name} ({told})\n    {story.title}")


@stories.command()
@click.argument("wanted", nargs=-1, metavar="[NAME]...")
@click.option("--plan", is_flag=True, help="Expect a plan as well where none is expected yet.")
def accept(wanted: tuple[str, ...], *, plan: bool) -> None:
    """Write what comes of the stories as what is expected. Read the difference."""
    for name in wanted or names():
        if plan and wanted:
            (STORIES / name / "plan.txt").touch()
        story = read(name)
        with TemporaryDirectory() as folder:
            company = Path(folder) / "company"
            company.mkdir()
            told = tell(story, company, story.databases[0], Path(folder))
        for file in filter(story.expects, WHOLE):
            if file in told.files and story.expected(file) != told.files[file]:
                (story.folder / file).write_text(told.files[file], "utf-8")
                click.echo(f"{name}/{file}")


if __name__ == "__main__":
    stories()
