"""The pages with somebody's requests, and with what they can take along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from gestand.core.policy.words import GRAMMARS
from gestand.core.request import EVERYTHING, REST, Item, What
from gestand.surfaces.web.codes import KINDS, OUTCOMES, STATES
from gestand.surfaces.web.page import Around, address, page
from gestand.surfaces.web.portal_pages import Named, dl, good, hidden, section, words_of
from gestand.work.portal.followed import Followed
from gestand.work.portal.put_back import Undoable

NEW, DONE, WENT_ON, IS_BACK = "new", "done", "kept", "back"
"""What follows on the address of the page right after something was asked, done or said."""


@dataclass(frozen=True)
class Beside:
    """What else the page needs: the authority, and how purposes and categories are called.

    `just` says what was done right before, and `token` makes forms count.
    """

    authority: str
    named: Named
    just: str = ""
    token: str = ""


def followed_page(
    around: Around, menu: str, found: Sequence[Followed], back: Sequence[Undoable], beside: Beside
) -> bytes:
    """Return the page with the requests of somebody, the newest first."""
    words, day = words_of(around), GRAMMARS[around.language].day
    body = [menu]
    if found and beside.just == NEW:
        body.append(good(words["taken in"], words["taken in more"].format(day(found[0].due))))
    elif found and beside.just == WENT_ON:
        body.append(good(words["went on"], words["went on more"]))
    elif found and beside.just == DONE:
        body.append(good(words["done"], words["done more"]))
    if beside.just == IS_BACK:
        body.append(good(words["is back"], words["is back more"]))
    if not found:
        body.append(f'<p class="none">{escape(words["no requests"])}</p>')
    body += (_request(around, one, number, beside) for number, one in enumerate(found))
    for one in back:
        more = words["undoable own" if one.name else "undoable more"]
        told = f"<p>{escape(more.format(day(one.on), day(one.until.date())))}</p>"
        href = address(around.language, "put back")
        way = f'<p><a class="act" href="{href}">{escape(words["to put back"])}</a></p>'
        body.append(section("undoable", words["undoable"], [told, *([way] if one.name else [])]))
    form = f'<p><a href="{address(around.language, "ask")}">{escape(words["to form"])}</a></p>'
    more = escape(words["not content more"].format(beside.authority))
    body.append(f'<p class="hint">{escape(words["reserved"])}</p>')
    body.append(section("complain", words["not content"], [f"<p>{more}</p>", form]))
    return page(around, words["my requests"], words["my requests lead"], body)


def _request(around: Around, one: Followed, number: int, beside: Beside) -> str:
    words, language = words_of(around), around.language
    request, day = one.kept.request, GRAMMARS[language].day
    purposes = [beside.named.titles.get(name, name) for name in sorted(request.purposes)]
    title = ": ".join(filter(None, (KINDS[language][request.right], ", ".join(purposes))))
    due = [(words["due"], escape(day(one.due)))] if request.is_open else []
    decided = [
        _item(around, item, beside.named.titles if request.purposes else beside.named.categories)
        for item in request.items.values()
    ]
    letters = ", ".join(day(on) for on in one.letters) or words["no letters"]
    asked = escape(one.asked).replace("\n", "<br>")
    rows = [
        (words["received"], escape(day(request.received))),
        (words["state"], escape(_state(language, one))),
        *due,
        *([(words["decided"], "<br>".join(decided))] if decided else []),
        *([(words["asked words"], f"<bdi>{asked}</bdi>")] if asked else []),
        (words["letters"], escape(letters)),
    ]
    ways = [_way(words, one, what, beside.token) for what in one.may]
    return section(f"request-{number}", title, [dl(rows), *ways])


def _way(words: Mapping[str, str], one: Followed, what: What, token: str) -> str:
    """Return what people can let happen to their request, folded until they want it."""
    key, ident = f"request {what.value}", f"{what.value}-{one.name}"
    label, button = escape(words[f"{key} text"]), escape(words[f"{key} do"])
    return (
        f"<details><summary>{escape(words[key])}</summary>"
        f'<form method="post">{hidden(token)}'
        f'<input type="hidden" name="request" value="{one.name}">'
        f'<input type="hidden" name="what" value="{what.value}">'
        f'<label class="label" for="{ident}">{label}</label>'
        f'<textarea id="{ident}" name="text" rows="4"></textarea>'
        f"<button>{button}</button></form></details>"
    )


def _state(language: str, one: Followed) -> str:
    return STATES[language][one.kept.request.state].capitalize()


def _item(around: Around, item: Item, named: Mapping[str, str]) -> str:
    words, grammar = words_of(around), GRAMMARS[around.language]
    outcome = OUTCOMES[around.language][item.outcome]
    name = "" if item.name in (EVERYTHING, REST) else named.get(item.name, item.name)
    told = f"{name}: {outcome}" if name else outcome
    until: date | None = item.until
    return escape(words["until day"].format(told, grammar.day(until)) if until else told)


def download_page(around: Around, menu: str, token: str, *, portable: bool) -> bytes:
    """Return the page with what can be downloaded."""
    words = words_of(around)
    body = [menu, *_downloads(words, token, portable)]
    return page(around, words["my download"], words["my download lead"], body)


def _downloads(words: Mapping[str, str], token: str, portable: bool) -> Iterator[str]:
    for name in ("all", "portable"):
        button = (
            f'<form method="post">{hidden(token)}<input type="hidden" name="what" value="{name}">'
            f'<button aria-label="{escape(words["download"])}: {escape(words[name])}">'
            f"{escape(words['download'])}</button></form>"
        )
        is_there = portable or name == "all"
        none = f"<p>{escape(words['nothing portable'])}</p>"
        more = f"<p>{escape(words[f'{name} more'])}</p>"
        yield section(name, words[name], [more, button if is_there else none])
