"""`gestand views`: what a purpose may read, as views in the databases themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from gestand.core.counting import counted
from gestand.errors import CannotRun
from gestand.settings import today
from gestand.stores.base import WrittenView
from gestand.surfaces.cli.edge import plainly
from gestand.wiring import open_company
from gestand.work.views import TAIL, Viewed, Viewing, Wanted, until_midnight, viewing


@click.command()
@click.argument("purposes", nargs=-1, metavar="[PURPOSE]...")
@click.option(
    "--in",
    "directory",
    default=".",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIRECTORY",
    help="The folder that holds `privacy/`. Default: this one.",
)
@click.option("--store", default="", metavar="STORE", help="Only views of this store.")
@click.option("--ddl", "what", flag_value="ddl", help="Print the statements; nothing is changed.")
@click.option("--apply", "what", flag_value="apply", help="Make the views, after showing them.")
@click.option(
    "--refresh",
    "what",
    flag_value="refresh",
    help="Make the views that are there anew, without asking: once a day, and after each fact.",
)
@click.option("--drop", "what", flag_value="drop", help="Drop the views, after asking.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    metavar="PURPOSE=ROLE",
    help="With --ddl: print also what lets this role read the views of a purpose and nothing "
    "else; `'PURPOSE tail=ROLE'` for those of its tail. May be given more than once.",
)
@click.option("--yes", is_flag=True, help="Do not ask: for machines.")
@plainly
def command(
    purposes: tuple[str, ...],
    directory: Path,
    store: str,
    what: str | None,
    roles: tuple[str, ...],
    yes: bool,
) -> None:
    """Give each purpose views of the tables, with only what it may use today.

    A view shows nothing any more once its day is over, until it is made anew.
    """
    granted = tuple(dict.fromkeys(_role(text) for text in roles))
    if granted and what != "ddl":
        message = "--role goes with --ddl: it prints what an administrator runs"
        raise CannotRun(message)
    company = open_company(directory)
    day = today(company.zone)
    named = purposes or tuple(dict.fromkeys(purpose.removesuffix(TAIL) for purpose, _ in granted))
    until = until_midnight(day, company.zone)
    wanted = Wanted(day, until, named, store, again=what in ("refresh", "drop"))
    with viewing(company, wanted) as found:
        if what == "ddl":
            click.echo("\n".join(_ddl(found, granted)))
        elif what == "drop":
            _drop(found, yes=yes)
        else:
            click.echo("\n".join(_told(found)))
            _make(found, what, yes=yes)


def _role(text: str) -> tuple[str, str]:
    """Return the purpose and the role of `--role`."""
    purpose, equals, role = text.rpartition("=")
    if not (purpose.strip() and equals and role.strip()):
        message = "--role needs a purpose and a role: `--role marketing=shop_marketing`"
        raise CannotRun(message)
    return purpose.strip(), role.strip()


def _make(found: Viewing, what: str | None, *, yes: bool) -> None:
    views = sum(len(each.written) for each in found.stores)
    if what is None:
        click.echo("Nothing has been changed. `--apply` makes these views, `--ddl` prints them.")
        return
    if what == "apply" and not yes:
        click.confirm("Make these views?", abort=True)
    found.apply()
    click.echo(f"Made: {counted(views, 'view')}. {_valid(found)}")


def _drop(found: Viewing, *, yes: bool) -> None:
    there = sum(len(each.there) for each in found.stores)
    click.echo(f"{counted(there, 'view', 'are')} there.")
    if not there:
        return
    if not yes:
        click.confirm("Drop these views?", abort=True)
    found.drop()
    click.echo("Dropped.")


def _told(found: Viewing) -> Iterator[str]:
    """Tell which views there can be, what each shows, and of which tables there is none."""
    for viewed in found.stores:
        yield f"store {viewed.store}"
        for each in viewed.written:
            yield f"  {each.name}: {_shown(each)}"
        for each in viewed.refused:
            yield f"  no {each.name}: {each.refused}"
        if not (viewed.written or viewed.refused):
            yield "  nothing that these purposes may use"
        yield ""
    yield _valid(found)


def _shown(written: WrittenView) -> str:
    """Tell the columns of a view, and where one is NULL or left out."""
    view = written.view
    partly = [each.column for each in view.columns if each.where is not None]
    told = ", ".join((*view.key, *(each.column for each in view.columns)))
    if partly:
        told += f"; NULL where there is no ground: {', '.join(partly)}"
    if view.left_out:
        told += f"; not shown, as parts of documents: {', '.join(view.left_out)}"
    return f"{told}; in its tail, and only for this: {view.only}" if view.only else told


def _valid(found: Viewing) -> str:
    until = found.wanted.until
    return (
        f"Valid for {found.wanted.day}: from {until:%Y-%m-%d %H:%M} ({until.tzinfo}) on "
        "these views show nothing, until `gestand views --refresh` has run."
    )


def _ddl(found: Viewing, granted: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the statements per store, and what lets roles read."""
    yield f"-- {_valid(found)}"
    yield "-- They show nothing before `gestand views --apply` has filled the tables of keys."
    for viewed in found.stores:
        yield f"-- store {viewed.store}"
        if viewed.written:
            yield from (f"{statement};" for statement in found.statements(viewed))
        for each in viewed.refused:
            yield f"-- no {each.name}: {each.refused}"
        for purpose, role in granted:
            yield from _granted(found, viewed, purpose, role)


def _granted(found: Viewing, viewed: Viewed, purpose: str, role: str) -> Iterator[str]:
    grants = found.grants(viewed, purpose, role)
    if grants:
        yield f"-- `{role}` reads for `{purpose}`: give it no right on a table"
        yield from (f"{statement};" for statement in grants)
    elif found.has_roles(viewed):
        yield f"-- no view of `{purpose}` here for `{role}` to read"
    else:
        yield "-- no roles: who may read the file of SQLite reads all of it"
