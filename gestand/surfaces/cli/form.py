"""`gestand form`: the forms of purposes, what each asks and took in, and how to embed one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import click

from gestand.core.counting import counted
from gestand.core.forms.model import Form, Kind
from gestand.core.policy.words import capitalised
from gestand.errors import CannotRun
from gestand.pay.base import State
from gestand.settings import now, today
from gestand.surfaces.cli.edge import plainly
from gestand.surfaces.web.page import address
from gestand.wiring import open_company
from gestand.wiring.paying import payments_of
from gestand.wiring.recording import journal_of, journal_to_read
from gestand.work.company import Company
from gestand.work.forms.opened import forms_of
from gestand.work.forms.paying import settle, unpaid
from gestand.work.forms.published import approve, published, take_down, waiting
from gestand.work.forms.told import TakenIn, taken_in
from gestand.work.project import load

_NARROW, _WIDE = 24, 64
"""So many rem are a telephone, and a page on which the notice fits beside the form."""

_AROUND, _NOTICE, _LINE, _TEXT = 16, 47, 8, 19
"""How many rem the heading and the button take, the notice, a field of a line, and one of more."""


@click.command()
@click.argument("directory", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--snippet", default="", metavar="NAME",
    help="Print what a page of another site holds to show this form.",
)
@click.option(
    "--url", default="", metavar="URL",
    help="Under which address `gestand web` is reached: https://privacy.example.com.",
)
@click.option("--lang", default="", metavar="CODE", help="In which language. Default: the first.")
@click.option(
    "--waiting", default="", metavar="NAME",
    help="Print what came by this form and waits for approval, with the key of each row.",
)
@click.option(
    "--approve", default="", metavar="NAME",
    help="Let everybody read what came by this form, of the row that `--row` names.",
)
@click.option(
    "--shown", default="", metavar="NAME",
    help="Print what came by this form and everybody may read, with the key of each row.",
)
@click.option("--take-down", default="", metavar="NAME", help="Show that row no more.")
@click.option(
    "--settle", default="", metavar="NAME",
    help="Ask whoever takes the payments what became of the orders by this form that are unpaid.",
)
@click.option(
    "--settle-all", is_flag=True, help="The same, for every form that sells something.",
)
@click.option("--row", default="", metavar="KEY", help="The key of the row.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text",
    help="For people, or a record for machines.",
)
@plainly
def command(directory: Path, **typed: Any) -> None:
    """Print the forms of purposes: what each asks, where it lands, and how much came in.

    With `--snippet` print one HTML element that shows a form in a page of one of the sites that
    stand under `shown on:`. It needs no script there, and sets no cookie.
    """
    company, datamap = open_company(directory), load(directory).datamap
    forms = {} if datamap is None else forms_of(company, datamap)
    if typed["snippet"]:
        click.echo(_snippet(company, forms, typed))
        return
    if typed["waiting"] or typed["shown"]:
        _tell_rows(company, forms, typed)
        return
    if typed["approve"] or typed["take_down"]:
        _decide(company, forms, typed)
        return
    if typed["settle"] or typed["settle_all"]:
        sells = [form for form in forms.values() if form.sale]
        for form in sells if typed["settle_all"] else [_one_of(forms, typed["settle"])]:
            _settle(directory, company, form)
        return
    with journal_to_read(company.heads) as journal:
        taken = {} if journal is None else taken_in(journal)
    if typed["form"] == "json":
        told = [_as_record(name, form, taken) for name, form in forms.items()]
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
        return
    for name, form in forms.items():
        click.echo("\n".join(_told(company, name, form, taken.get(form.purpose, TakenIn()))))
    if not forms:
        click.echo("no table of the data map has a form: `form PURPOSE:` makes one")


def _told(company: Company, name: str, form: Form, taken: TakenIn) -> Iterator[str]:
    languages = company.policy.controller.languages
    yield f"{name}: a row of {form.table} for the purpose `{form.purpose}`"
    for one in form.fields:
        free = "" if one.required else ", optional"
        yield f"  asks {one.category} ({one.kind.value}{free}, at most {one.longest} characters)"
    for choice in form.choices:
        free = ", or none" if choice.none else ""
        yield f"  lets somebody choose a row of {choice.table}{free}"
    if form.sale:
        sold = counted(len(form.sale.products), "product")
        yield f"  sells {sold}, paid through the {form.sale.through}"
    if form.documents:
        yield f"  takes documents ({form.documents.name}) as rows of {form.documents.table}"
    for asked in form.consents:
        free = "" if asked.required else ", optional"
        yield f"  asks consent for `{asked.purpose}`{free}"
    yield f"  stands at {', '.join(address(one, 'form', f'/{name}') for one in languages)}"
    for origin in form.shown_on:
        yield f"  may be shown on {origin}: `gestand form --snippet {name} --url URL`"
    last = f", the last on {taken.last}" if taken.last else ""
    yield f"  took in {counted(taken.kept, 'form')}{last}"
    if form.sale:
        yield f"  {counted(taken.paid, 'order', verb='are')} paid, {taken.lapsed} lapsed"
    if taken.unknown:
        yield f"  of {taken.unknown} more nobody noted whether the store kept them"


def _one_of(forms: dict[str, Form], name: str) -> Form:
    if name not in forms:
        known = ", ".join(f"`{one}`" for one in forms) or "none"
        message = f"there is no form of this name; there is {known}"
        raise CannotRun(message)
    return forms[name]


def _tell_rows(company: Company, forms: dict[str, Form], typed: dict[str, Any]) -> None:
    """Print the rows of a form that wait for approval, or else those that everybody may read."""
    form, day = _one_of(forms, typed["waiting"] or typed["shown"]), today(company.zone)
    found = waiting(company, form, day) if typed["waiting"] else published(company, form, day)
    for one in found:
        click.echo(f"{one.key}: {one.values[0]}")
        click.echo(f"  {', '.join(filter(None, one.values[1:]))}")
    if typed["waiting"]:
        waits = counted(len(found), "row", verb="wait")
        click.echo(f"{waits} for approval: `gestand form --approve NAME --row KEY`")
    else:
        shown = counted(len(found), "row", verb="are")
        click.echo(f"{shown} shown: `gestand form --take-down NAME --row KEY`")


def _decide(company: Company, forms: dict[str, Form], typed: dict[str, Any]) -> None:
    """Approve a row, or take it down; the ledger tells of it."""
    form, key = _one_of(forms, typed["approve"] or typed["take_down"]), typed["row"]
    if not key or (typed["approve"] and typed["take_down"]):
        message = "name one row with `--row`, and say one thing of it"
        raise CannotRun(message)
    with journal_of(company) as journal:
        if typed["approve"]:
            approve(company, journal, form, key, now())
            click.echo("Approved: everybody may read it now.")
        else:
            take_down(company, journal, form, key, now())
            click.echo("Taken down: nobody reads it any more.")


def _settle(directory: Path, company: Company, form: Form) -> None:
    """Ask about each order that is unpaid; one of which nobody can tell holds up no other."""
    if form.sale is None:
        message = f"the form of `{form.purpose}` sells nothing"
        raise CannotRun(message)
    payments = payments_of(load(directory), form.sale, lambda *_: "")
    counts, troubles = Counter[State](), list[str]()
    with journal_of(company) as journal:
        for order in unpaid(company, form):
            try:
                found = payments.found(order.reference)
                counts[settle(company, journal, order, found, now())] += 1
            except CannotRun as error:
                troubles.append(str(error))
    paid, lapsed, still = (counts[one] for one in (State.PAID, State.LAPSED, State.OPEN))
    click.echo(f"{counted(paid, 'order', verb='are')} paid, {lapsed} lapsed, {still} still open")
    if troubles:
        message = f"of {counted(len(troubles), 'order')} nobody can tell: {troubles[0]}"
        raise CannotRun(message)


def _as_record(name: str, form: Form, taken: dict[str, TakenIn]) -> dict[str, Any]:
    of_it = taken.get(form.purpose, TakenIn())
    fields = [
        {
            "name": one.name, "category": one.category, "column": one.column,
            "kind": one.kind.value, "required": one.required, "longest": one.longest,
        }
        for one in form.fields
    ]
    return {
        "name": name, "purpose": form.purpose, "table": form.table, "fields": fields,
        "chooses": [one.table for one in form.choices],
        "documents": form.documents.table if form.documents else None,
        "sells": {one.name: one.cents for one in form.sale.products} if form.sale else None,
        "consents": [one.purpose for one in form.consents],
        "shown on": list(form.shown_on),
        "taken in": {"kept": of_it.kept, "unknown": of_it.unknown, "last": of_it.last or None},
        "orders": {"paid": of_it.paid, "lapsed": of_it.lapsed} if form.sale else None,
    }


def _snippet(company: Company, forms: dict[str, Form], typed: dict[str, Any]) -> str:
    """Return the element that shows a form; CannotRun where it may not be shown anywhere."""
    name, url = typed["snippet"], typed["url"].rstrip("/")
    languages = company.policy.controller.languages
    language = typed["lang"] or languages[0]
    if not _one_of(forms, name).shown_on:
        message = f"no site may show the form `{name}`: name it under `shown on:` of the form"
        raise CannotRun(message)
    if language not in languages:
        message = f"the statement has no such language: choose {', '.join(languages)}"
        raise CannotRun(message)
    if not url.startswith(("https://", "http://")):
        message = "under which address is `gestand web` reached? `--url https://privacy.example.com`"
        raise CannotRun(message)
    title = escape(capitalised(forms[name].title[language]))
    place = escape(url + address(language, "embedded", f"/{name}"))
    return (
        f'<iframe src="{place}" title="{title}" loading="lazy"\n'
        '  sandbox="allow-forms allow-same-origin allow-popups allow-popups-to-escape-sandbox"\n'
        f'  style="width: 100%; height: {_height(forms[name])}; border: 0"></iframe>'
    )


def _height(form: Form) -> str:
    """Return how high the form is about: no script may tell the page around it.

    Where the window is narrow the notice stands below the fields, else beside them.
    """
    fields = sum(_TEXT if one.kind is Kind.TEXT else _LINE for one in form.fields)
    fields += _LINE * (len(form.choices) + len(form.consents)) + 2 * _LINE * bool(form.documents)
    narrow, wide = _AROUND + fields + _NOTICE, _AROUND + max(fields, _NOTICE)
    slope = (narrow - wide) / (_WIDE - _NARROW)
    at_nothing = round(narrow + slope * _NARROW)
    return f"clamp({wide}rem, {at_nothing}rem - {round(100 * slope)}vw, {narrow}rem)"
