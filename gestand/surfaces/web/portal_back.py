"""The page on which somebody puts back what was removed because they asked for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from gestand.core.calendar import Period
from gestand.core.policy.words import GRAMMARS
from gestand.surfaces.web.page import Around, address, page
from gestand.surfaces.web.portal_pages import Named, hidden, section, told, words_of
from gestand.work.portal.put_back import Back


@dataclass(frozen=True)
class Offered:
    """What can be put back, how categories are called, and how long that can be done at all.

    Who is `gone` is on file nowhere any more.
    """

    backs: Sequence[Back]
    named: Named
    undo: Period | None
    gone: bool = False


def put_back_page(
    around: Around, menu: str, token: str, offered: Offered, *, changed: bool
) -> bytes:
    """Return the page; with `changed` it is otherwise than what somebody saw and agreed to."""
    words = words_of(around)
    body = [menu]
    if changed:
        body.append(told(words["back changed"], words["back changed more"]))
    for number, one in enumerate(offered.backs):
        heading = words["put back of"].format(GRAMMARS[around.language].day(one.run.on))
        body.append(section(f"run-{number}", heading, _one(around, token, one, offered.named)))
    if not offered.backs:
        body.append(f'<p class="none">{escape(_nothing(around, offered.undo))}</p>')
    if offered.gone:
        return page(around, words["put back"], words["gone lead"], body)
    href = address(around.language, "my requests")
    body.append(f'<p class="back"><a href="{href}">{escape(words["my requests"])}</a></p>')
    return page(around, words["put back"], words["put back lead"] if offered.backs else "", body)


def _nothing(around: Around, undo: Period | None) -> str:
    words = words_of(around)
    if undo is None:
        return words["never back"]
    return words["no way back"].format(GRAMMARS[around.language].period(undo))


def _one(around: Around, token: str, one: Back, named: Named) -> Iterator[str]:
    words, grammar = words_of(around), GRAMMARS[around.language]
    if one.why:
        yield f"<p>{escape(words['not back'])}</p><ul>"
        reasons = sorted(words[f"not back {why.name.lower()}"] for why in one.why)
        yield "".join(f"<li>{escape(reason)}</li>" for reason in reasons)
        href = address(around.language, "ask")
        yield f'</ul><p><a href="{href}">{escape(words["not back more"])}</a></p>'
        return
    categories = sorted(named.categories.get(name, name) for name in one.categories)
    items = "".join(f"<li>{escape(name)}</li>" for name in categories)
    yield f"<p>{escape(words['comes back'])}</p><ul>{items}</ul>"
    if one.files:
        yield f"<p>{escape(words['no files back'])}</p>"
    until = words["put back until"].format(grammar.day(one.run.until.date()))
    yield f"<p>{escape(words['asks no more'])} {escape(until)}</p>"
    yield (
        f'<form method="post">{hidden(token)}'
        f'<input type="hidden" name="run" value="{one.run.name}">'
        f'<input type="hidden" name="seen" value="{one.code}">'
        f"<button>{escape(words['put back do'])}</button></form>"
    )
