"""The page that says what is held about whoever signed in: by purpose, each value with its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from itertools import groupby

from gestand.core.consent import Event
from gestand.core.policy.model import Policy
from gestand.core.policy.words import GRAMMARS
from gestand.surfaces.web.page import Around, page
from gestand.surfaces.web.portal_acts import ACTS, Act, Doing, acts_of, link
from gestand.surfaces.web.portal_pages import dl, section, slug, words_of
from gestand.work.consents.look import Latest
from gestand.work.portal.held import ForPurpose, Held, Row, Value

OPEN = 2
"""So many rows of a table are open on the page; the others one click away."""

def held_page(around: Around, menu: str, found: Held, people: str, policy: Policy) -> bytes:
    """Return the page; `people` are those among whom was looked, in words."""
    words, day = words_of(around), GRAMMARS[around.language].day
    lead = words["my data lead"].format(day(found.day), people)
    return page(around, words["my data"], lead, [menu, *_parts(around, found, policy)])


def _parts(around: Around, found: Held, policy: Policy) -> Iterator[str]:
    words = words_of(around)
    if not (found.purposes or found.loose or found.waits):
        yield f'<p class="none">{escape(words["nothing"])}</p>'
    else:
        yield _contents(around, found)
    if found.asked:
        yield section("asked", words["asked"], [_items(found.asked)])
    for one in found.purposes.values():
        yield _purpose(around, one, acts_of(one.purpose, policy) if one.own else ())
    for name, rows in (("waits", found.waits), ("loose", found.loose)):
        if rows:
            apart = name == "loose" and all(row.apart for row in rows)
            looked = found.partly and name == "loose"
            said = "apart" if apart else "loose where looked" if looked else name
            body = [f"<p>{escape(words[f'{said} more'])}</p>", *_rows(around, rows, None)]
            yield section(name, words[said], body)
    yield from _beside(around, found)
    others = [Doing(act) for act in ACTS.values() if act.all or not act.of]
    yield section("acts", words["acts"], [
        f'<ul class="todo">{"".join(f"<li>{link(around, other)}</li>" for other in others)}</ul>'
    ])


def _beside(around: Around, found: Held) -> Iterator[str]:
    """Yield what is said beside the values: consents, who got data, and what is not here."""
    words = words_of(around)
    if found.consents:
        yield section("consents", words["consents"], [_consents(around, found)])
    nobody = f"<p>{escape(words['not disclosed'])}</p>"
    given = _items(found.disclosed) if found.disclosed else nobody
    yield section("disclosed", words["disclosed"], [given])
    places = [words["places"].format(", ".join(found.places))] if found.places else []
    if found.left_out or places:
        lines = "".join(f"<p>{escape(one)}</p>" for one in (*found.left_out, *places))
        yield section("left-out", words["left out"], [lines])


def _contents(around: Around, found: Held) -> str:
    words = words_of(around)
    links = [(f"for-{slug(one.purpose)}", one.title) for one in found.purposes.values()]
    links += [(name, words[name]) for name in ("waits", "loose") if getattr(found, name)]
    items = "".join(f'<li><a href="#{ident}">{escape(title)}</a></li>' for ident, title in links)
    heading = escape(words["purposes"])
    return f'<nav class="within" aria-label="{heading}"><ul>{items}</ul></nav>'


def _purpose(around: Around, one: ForPurpose, acts: Sequence[Act]) -> str:
    words = words_of(around)
    some = [Doing(act, one.purpose, one.title) for act in acts]
    links = " ".join(link(around, doing, words[doing.act.name]) for doing in some)
    ways = [f'<p class="ways">{links}</p>'] if links else []
    facts = dl((
        (words["ground"], escape(one.ground)), (words["how long"], escape(one.keep)),
        (words["who"], escape(one.who)),
    ))
    told = escape(words["in download"].format(one.more))
    more = [f'<p class="hint">{told}</p>'] if one.more else []
    body = [facts, *ways, *_rows(around, one.rows, one), *more]
    return section(f"for-{slug(one.purpose)}", one.title, body)


def _rows(around: Around, rows: Sequence[Row], purpose: ForPurpose | None) -> Iterator[str]:
    """Yield rows, those of one table together, all but the first ones folded."""
    for _, group in groupby(rows, key=lambda row: row.about):
        some = [_row(around, row, purpose) for row in group]
        yield from some[:OPEN]
        if rest := some[OPEN:]:
            told = escape(words_of(around)["more rows"].format(len(rest)))
            yield f"<details><summary>{told}</summary>{''.join(rest)}</details>"


def _row(around: Around, row: Row, purpose: ForPurpose | None) -> str:
    when = "".join(f"<span>{escape(name)}: {escape(day)}</span>" for name, day in row.days)
    days = f'<p class="days">{when}</p>' if when else ""
    sources = dict.fromkeys(one.source for one in row.values)
    same = len(sources) == 1
    values = dl(_values(around, row, sources=not same))
    below = f'<p class="source">{escape(next(iter(sources)))}</p>' if same and any(sources) else ""
    until = _until(around, row, purpose)
    if not row.own:
        below += f'<p class="source">{escape(words_of(around)["of others"])}</p>'
    return f'<div class="held"><div class="top">{days}{until}</div>{values}{below}</div>'


def _until(around: Around, row: Row, purpose: ForPurpose | None) -> str:
    words, day = words_of(around), GRAMMARS[around.language].day
    if purpose is None:
        return ""
    if row.apart:
        text = words["apart"]
    elif row.until is None:
        text = words["going on"]
    else:
        text = words["until exactly" if purpose.exactly else "until"].format(day(row.until))
    return f'<p class="until">{escape(text)}</p>'


def _values(around: Around, row: Row, *, sources: bool) -> Iterator[tuple[str, str]]:
    """Yield values with what they are; those of one category that follow one another together."""
    for (label, source, category), group in groupby(
        row.values, key=lambda one: (one.label, one.source, one.category)
    ):
        some = list(group)
        lines = "<br>".join(f'<bdi class="value">{escape(one.text)}</bdi>' for one in some)
        told = f'<span class="source">{escape(source)}</span>' if sources and source else ""
        acts = [*_acts(row, some[0])]
        ways = " ".join(
            link(around, Doing(act, category, label), words_of(around)[act.name]) for act in acts
        )
        yield label, f'<span class="values">{lines}{told}</span><span class="ways">{ways}</span>'


def _acts(row: Row, value: Value) -> Iterator[Act]:
    """Yield what people can do with a value: nothing with one of somebody else, which they see."""
    if row.own and value.given:
        yield ACTS["correct"]
    if row.own:
        yield ACTS["erase"]
        yield ACTS["restrict"]


def _consents(around: Around, found: Held) -> str:
    titles = {name: one.title for name, one in found.purposes.items()}
    return dl(
        (titles.get(one.row.purpose, one.row.purpose), escape(consent_told(around, one)))
        for one in found.consents
    )


def consent_told(around: Around, one: Latest) -> str:
    """Return how a consent stands, in words."""
    words, day = words_of(around), GRAMMARS[around.language].day
    on = day(date.fromisoformat(one.row.day))
    if one.row.event == Event.GIVEN.value:
        if one.until is None:
            return words["given"].format(on)
        return words["over" if one.expired else "given until"].format(on, day(one.until))
    return words["refused" if one.row.event == Event.REFUSED.value else "withdrawn"].format(on)


def _items(lines: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in lines)}</ul>"
