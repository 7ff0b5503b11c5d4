"""The page on which a version is published: what it changes, what stands in the way, and a form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from gestand.core.policy.words import GRAMMARS
from gestand.surfaces.web.console_acts import Became, Field, became_of, hidden
from gestand.surfaces.web.console_publish_words import PUBLISH_WORDS
from gestand.surfaces.web.page import Around, address, page
from gestand.work.publishing import Ready

PUBLISHED = "published"
_MOST = 20


@dataclass(frozen=True)
class Waiting:
    """What could be published, what is `wrong` with it, or `why` nobody can tell now.

    `difference` is what it changes, in words. Of the first version there is none, and of two
    without a language in common it is empty.
    """

    wrong: Sequence[str] = ()
    ready: Ready | None = None
    difference: str | None = None
    why: str = ""


def publish_page(around: Around, waiting: Waiting, became: Became, token: str) -> bytes:
    """Return what would be published; without a token nobody publishes it here."""
    words, ready = PUBLISH_WORDS[around.language], waiting.ready
    body = [*became_of(around.language, words, became, PUBLISHED)]
    if waiting.wrong:
        body += _wrong(around, waiting.wrong)
    elif ready is not None and not ready.new:
        body.append(f'<p class="none">{escape(words["nothing new"])}</p>')
    elif ready is not None:
        body += [*_new(around, ready), *_changes(around, waiting), *_told(around, ready)]
        body += _kept(around, ready)
        body += _form(around, ready, became, token)
    href = address(around.language, "versions")
    body.append(f'<p class="after"><a href="{href}">{escape(words["to versions"])}</a></p>')
    return page(around, words["title"], words["lead"], body)


def _wrong(around: Around, wrong: Sequence[str]) -> Iterator[str]:
    words = PUBLISH_WORDS[around.language]
    told = "".join(f'<li lang="en">{escape(one)}</li>' for one in wrong[:_MOST])
    more = ""
    if len(wrong) > _MOST:
        more = f"<p>{escape(words['more wrong'].format(len(wrong) - _MOST))}</p>"
    yield (
        f'<div class="errors"><h2>{escape(words["not yet"])}</h2>'
        f"<p>{escape(words['not yet more'])}</p><ul>{told}</ul>{more}</div>"
    )


def _new(around: Around, ready: Ready) -> Iterator[str]:
    words, day = PUBLISH_WORDS[around.language], GRAMMARS[around.language].day
    newest = ready.versions[-1].policy.effective
    yield f"<h2>{escape(words['new'])}</h2><ul>"
    for one in ready.new:
        name = "new one" if one.is_first else "new reading"
        name = "new older" if one.is_first and one.effective != newest else name
        yield f"<li>{escape(words[name].format(day(one.effective)))}</li>"
    yield "</ul>"


def _changes(around: Around, waiting: Waiting) -> Iterator[str]:
    words = PUBLISH_WORDS[around.language]
    yield f"<h2>{escape(words['changes'])}</h2>"
    if waiting.difference is None:
        yield f'<p class="none">{escape(words["first version"])}</p>'
        return
    told = waiting.difference.strip() or words["no words"]
    yield f'<p class="said">{escape(told)}</p>'
    yield f'<p class="hint">{escape(words["plan"])} <code>gestand diff</code></p>'


def _told(around: Around, ready: Ready) -> Iterator[str]:
    words, day = PUBLISH_WORDS[around.language], GRAMMARS[around.language].day
    yield f"<h2>{escape(words['told'])}</h2>"
    notice = ready.notice
    if notice is None:
        yield f"<p>{escape(words['told nobody'])}</p>"
    elif notice.is_in_time and notice.told_on is not None:
        yield f"<p>{escape(words['told on'].format(day(notice.told_on)))}</p>"
    else:
        late = notice.is_late
        told = escape(words["told late" if late else "told by"].format(day(notice.by)))
        yield f'<p class="wrong">{told}</p>' if late else f"<p>{told}</p>"
        command = f"<code>gestand announce {escape(notice.older)} current</code>"
        yield f'<p class="hint">{escape(words["told how"])} {command}</p>'


def _kept(around: Around, ready: Ready) -> Iterator[str]:
    words, looked = PUBLISH_WORDS[around.language], ready.looked
    yield f"<h2>{escape(words['kept'])}</h2>"
    if looked.why_not:
        yield f"<p>{escape(words['kept not seen'])}</p>"
        yield f'<p lang="en">{escape(looked.why_not)}</p>'
    elif not looked.broken:
        yield f"<p>{escape(words['kept well'].format(looked.seen, looked.stores))}</p>"
    else:
        yield f'<p class="wrong">{escape(words["broken"])}</p>'
        named = "".join(f"<li><code>{escape(one)}</code></li>" for one in looked.broken)
        href = address(around.language, "promises")
        yield f'<ul>{named}</ul><p><a href="{href}">{escape(words["to promises"])}</a></p>'


def _form(around: Around, ready: Ready, became: Became, token: str) -> Iterator[str]:
    words = PUBLISH_WORDS[around.language]
    yield f"<h2>{escape(words['title'])}</h2>"
    if not token:
        yield f'<p class="none">{escape(words["only look"])}</p>'
        return
    reason = ""
    if ready.takes_a_reason:
        reason = Field("because", "textarea").written(around.language, words, became)
    bad = "sure" in became.lacks
    more = ' aria-invalid="true" aria-describedby="sure-wrong"' if bad else ""
    wrong = f'<p class="wrong" id="sure-wrong">{escape(words["not sure"])}</p>' if bad else ""
    yield (
        f'<form method="post" class="acts" novalidate>{hidden(token=token, code=ready.code)}'
        f'<p class="hint">{escape(words["after"])}</p>{reason}{wrong}'
        f'<div class="option"><input type="checkbox" id="sure" name="sure" value="1"{more}>'
        f'<label for="sure">{escape(words["sure"])}</label></div>'
        f"<button>{escape(words['do'])}</button></form>"
    )
