"""The page of a case on which an officer acts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from gestand.core.policy.model import Policy
from gestand.core.request import What
from gestand.core.rights_due import Alarm
from gestand.core.rights_rules import Ground, Right
from gestand.core.roles import SEES, Officer
from gestand.surfaces.web.codes import EVENTS, KINDS
from gestand.surfaces.web.console_acts import hidden
from gestand.surfaces.web.console_fulfil import (
    MAILED,
    given,
    mailed,
    open_questions,
    would_do,
)
from gestand.surfaces.web.console_hand_over import (
    HAND_OVER,
    HAND_OVER_WORDS,
    hand_over_form,
    handed_part,
)
from gestand.surfaces.web.console_letter_links import fits, links
from gestand.surfaces.web.console_letter_words import LETTER_WORDS
from gestand.surfaces.web.console_notices import notices_part
from gestand.surfaces.web.console_second import TAKEN, second_part, taken_part
from gestand.surfaces.web.console_steps import (
    ANEW,
    Asking,
    field_of,
    fields_of,
    gives_anew,
    is_first,
    item_words,
    steps_of,
    was_involved,
)
from gestand.surfaces.web.console_why import in_plain_words
from gestand.surfaces.web.console_words import CONSOLE_WORDS, WHY_LOOK
from gestand.surfaces.web.desk import ToTell, asks_of
from gestand.surfaces.web.officer import (
    asked_of,
    facts_of,
    flag_of,
    follow_of,
    history_of,
    items_of,
)
from gestand.surfaces.web.page import Around, address, page
from gestand.work.by_right import Shown
from gestand.work.cases import Whole
from gestand.work.handing_over import Went
from gestand.work.portal.second_codes import OfCase


@dataclass(frozen=True)
class Notice:
    """Why a case is shown anew after something was sent: `why` as CONSOLE_WORDS names it.

    `fields` are what was typed, `told` what the work says, `lacks` the fields that are empty, and
    `shown` what carrying it out would do.
    """

    why: str
    what: What | None = None
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    told: str = ""
    lacks: frozenset[str] = frozenset()
    shown: Shown | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Seen:
    """A case as an officer sees it.

    `second` is how it stands with the authenticator of who asks, for whom may take it away.

    `is_read` tells whether they read what was written, and `reason` why they look; empty as long
    as they did not say. `columns` are those of each category that has several; `gave` tells whether
    an answer ever waited for its person, and `me` is by what own records tell the officer apart.
    `receivers` are by name the addresses of who may get data straight, and `handed` is what went.
    `to_tell` is who must be told of it, for whom says that they were.
    """

    whole: Whole
    officer: Officer
    is_read: bool
    reason: str
    grounds: Sequence[Ground]
    kinds: Sequence[str]
    policy: Policy
    notice: Notice | None = None
    acts: bool = True
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    second: OfCase | None = None
    gave: bool = False
    me: str = ""
    receivers: Mapping[str, str] = field(default_factory=dict)
    handed: Sequence[Went] = ()
    to_tell: ToTell | None = None

    @property
    def is_closed(self) -> bool:
        """Tell whether what was written is shown only once a reason is chosen."""
        return self.is_read and not self.reason


def case_page(around: Around, token: str, seen: Seen) -> bytes:
    """Return one request: what is known, what was said and decided, and what can be done."""
    words, whole = around.words, seen.whole
    request = whole.case.kept.request
    presses = request.is_open and whole.case.stand.alarm is not Alarm.NONE
    flag = flag_of(around.language, whole.case) if presses else ""
    body = [
        *_notice(around, seen.notice),
        f"<p>{flag}</p>" if flag else "",
        f"<h2>{escape(words['facts'])}</h2>", facts_of(around, whole.case),
        *(_gate(around, token) if seen.is_closed else _open(around, token, seen)),
        f'<p><a href="{address(around.language, "cases")}">{escape(words["to cases"])}</a></p>',
    ]
    title = words["case"].format(request.number)
    return page(around, title, KINDS[around.language][request.right], body)


def _secret(around: Around, whole: Whole) -> Iterator[str]:
    """Yield that nobody may tell the person of a hold, where that is so."""
    if whole.secret:
        told = CONSOLE_WORDS[around.language]["would not tell"]
        numbers = ", ".join(map(str, whole.secret))
        yield f"<p><strong>{escape(told.format(numbers))}</strong></p>"


def _notice(around: Around, notice: Notice | None) -> Iterator[str]:
    if notice is None or notice.why in ("shown", TAKEN):
        return
    words = CONSOLE_WORDS[around.language]
    if notice.why == "given":
        yield given(around.language, notice.told)
        return
    if notice.why in MAILED.values():
        yield mailed(around.language, notice.why)
        return
    what = EVENTS[around.language][notice.what.value] if notice.what else ""
    what = words["anew"] if notice.fields.get("do") == ANEW else what
    if notice.fields.get("do") == HAND_OVER:
        what = HAND_OVER_WORDS[around.language]["title"]
    more = words[f"{notice.why} more"].format(what)
    told = ""
    if notice.told:
        plainly = in_plain_words(around.language, notice.told)
        if plainly is not None:
            more = more if notice.why == "unsure" else words["refused plainly"]
            told = f"<p>{escape(plainly)}</p>"
        else:
            told = f'<p lang="en">{escape(notice.told)}</p>'
    yield (
        f'<div class="errors" role="alert"><h2>{escape(words[notice.why])}</h2>'
        f"<p>{escape(more)}</p>{told}</div>"
    )


def _gate(around: Around, token: str) -> Iterator[str]:
    """Yield the form that asks why somebody looks."""
    words = CONSOLE_WORDS[around.language]
    options = "".join(
        f'<div class="option"><input type="radio" name="reason" id="why-{code}" value="{code}">'
        f'<label for="why-{code}">{escape(told)}</label></div>'
        for code, told in WHY_LOOK[around.language].items()
    )
    yield (
        f'<form method="post"><input type="hidden" name="token" value="{escape(token)}">'
        '<input type="hidden" name="do" value="look">'
        f'<fieldset aria-describedby="why-hint"><legend>{escape(words["look"])}</legend>'
        f'<p class="hint" id="why-hint">{escape(words["look hint"])}</p>{options}</fieldset>'
        f"<button>{escape(words['look button'])}</button></form>"
    )


def _open(around: Around, token: str, seen: Seen) -> Iterator[str]:
    words, own, whole = around.words, CONSOLE_WORDS[around.language], seen.whole
    request = whole.case.kept.request
    if seen.is_read:
        why = WHY_LOOK[around.language][seen.reason]
        yield f'<p class="hint">{escape(own["looking"].format(why))}</p>'
        yield from _secret(around, whole)
        yield f"<h2>{escape(words['asked'])}</h2>"
        yield from asked_of(words, whole)
        asking = _asking(around, seen)
        if parts := sorted(request.categories | request.purposes):
            named = ", ".join(item_words(asking, name) for name in parts)
            yield f"<p>{escape(own['a part'].format(named))}</p>"
        yield from items_of(
            around, request.items.values(), lambda name: item_words(asking, name), seen.grounds
        )
    else:
        yield f'<p class="none">{escape(own["no words for you"])}</p>'
    yield f'<h2 id="follow">{escape(own["follow"])}</h2>'
    if seen.acts:
        yield from _steps(around, token, seen)
        if seen.gave and gives_anew(seen.officer, request, asks_of(whole.case.kept)):
            yield _anew(around, token, seen)
        if seen.officer.roles_in(request, asks_of(whole.case.kept)) & SEES["letters"]:
            yield from _letters(around, whole)
    else:
        yield from follow_of(around, whole.case)
    yield from handed_part(around, seen.handed)
    if seen.to_tell is not None and not seen.is_closed:
        yield from notices_part(around, token, seen.to_tell)
    if seen.second is not None:
        yield second_part(around.language, token, seen.second, seen.officer.name)
    elif seen.notice is not None and seen.notice.why == TAKEN:
        yield taken_part(around.language)
    yield f'<h2 id="history">{escape(words["history"])}</h2>'
    yield history_of(around, whole, words_too=seen.is_read)


def _letters(around: Around, whole: Whole) -> Iterator[str]:
    """Yield links to the letters that fit now, and to all of them."""
    words, number = LETTER_WORDS[around.language], whole.case.kept.row.number
    href = address(around.language, "letters", f"/{number}")
    yield f"<h3>{escape(words['letters'])}</h3>"
    first = fits(whole.case)
    if first:
        yield links(around, number, words["letters"], first)
    else:
        yield f'<p class="none">{escape(words["none fits"])}</p>'
    yield f'<p class="after"><a href="{href}">{escape(words["others"])}</a></p>'


def _asking(around: Around, seen: Seen) -> Asking:
    request = seen.whole.case.kept.request
    return Asking(around.language, request, seen.grounds, seen.kinds, seen.policy)


def _steps(around: Around, token: str, seen: Seen) -> Iterator[str]:
    own, kept = CONSOLE_WORDS[around.language], seen.whole.case.kept
    steps = steps_of(seen.officer, kept.request, asks_of(kept), seen.me)
    if was_involved(kept.request, seen.me):
        yield f'<p class="hint">{escape(own["was involved"])}</p>'
    if not steps:
        ended = not seen.whole.case.kept.request.is_open
        told = around.words["nothing follows"] if ended else own["nothing for you"]
        yield f'<p class="none">{escape(told)}</p>'
    also = False
    for what in steps:
        if not also and not is_first(what) and is_first(steps[0]):
            also = True
            yield f"<h3>{escape(own['also'])}</h3>"
        yield _step(around, token, seen, what)
        if what is What.CARRY_OUT and seen.receivers and _is_portable(seen):
            yield _hand_over(around, token, seen)


def _is_portable(seen: Seen) -> bool:
    return seen.whole.case.kept.request.right is Right.PORTABILITY


def _hand_over(around: Around, token: str, seen: Seen) -> str:
    """Return a form that hands what they take along over to another controller."""
    kept, notice = seen.whole.case.kept, seen.notice
    mine = notice is not None and notice.fields.get("do") == HAND_OVER
    filled, lacks = (notice.fields, notice.lacks) if notice and mine else ({}, frozenset[str]())
    asking = Asking(
        around.language, kept.request, seen.grounds, seen.kinds, seen.policy, filled, lacks,
        What.CARRY_OUT, form=HAND_OVER, receivers=seen.receivers,
    )
    sent = hidden(token=token, version=str(kept.row.version), do=HAND_OVER)
    shown = notice.shown if notice is not None and mine else None
    unsure = notice is not None and notice.why != "shown"
    return hand_over_form(asking, sent, shown, unsure=unsure)


def _anew(around: Around, token: str, seen: Seen) -> str:
    """Return a form that gives the answer of a case once more, under another code."""
    kept, own, notice = seen.whole.case.kept, CONSOLE_WORDS[around.language], seen.notice
    mine = notice is not None and notice.fields.get("do") == ANEW
    filled, lacks = (notice.fields, notice.lacks) if notice and mine else ({}, frozenset[str]())
    asking = Asking(
        around.language, kept.request, seen.grounds, seen.kinds, seen.policy, filled, lacks,
        What.CARRY_OUT,
    )
    names = fields_of(What.CARRY_OUT, kept.request, is_known=bool(kept.row.person))
    fields = "".join(field_of(asking, name) for name in names)
    title, button = escape(own["anew"]), escape(own["anew button"])
    return (
        f'<details class="step"{" open" if mine else ""}><summary>{title}</summary>'
        f'<form method="post" class="acts" novalidate>'
        f'<p class="hint">{escape(own["anew hint"])}</p>'
        f'<input type="hidden" name="token" value="{escape(token)}">'
        f'<input type="hidden" name="version" value="{kept.row.version}">'
        f'<input type="hidden" name="do" value="{ANEW}">{fields}<button>{button}</button>'
        "</form></details>"
    )


def _step(around: Around, token: str, seen: Seen, what: What) -> str:
    """Return a form that lets something happen, folded away until somebody wants it."""
    kept, own, notice = seen.whole.case.kept, CONSOLE_WORDS[around.language], seen.notice
    mine = notice is not None and notice.what is what and notice.fields.get("do") == what.value
    filled = notice.fields if notice is not None and mine else {}
    lacks = notice.lacks if notice is not None and mine else frozenset()
    asking = Asking(
        around.language, kept.request, seen.grounds, seen.kinds, seen.policy, filled, lacks, what,
        seen.columns,
    )
    names = fields_of(what, kept.request, is_known=bool(kept.row.person))
    fields = "".join(field_of(asking, name) for name in names)
    title = escape(EVENTS[around.language][what.value])
    if what is What.CARRY_OUT and _is_portable(seen) and not seen.receivers:
        told = HAND_OVER_WORDS[around.language]["none"]
        fields = f'<p class="hint">{escape(told)}</p>{fields}'
    would = ""
    if notice is not None and mine and notice.shown is not None:
        would = would_do(asking, notice.shown, unsure=notice.why != "shown")
    button = own["preview"] if what is What.CARRY_OUT and not would else own["do"]
    if would and notice is not None and notice.shown is not None:
        asks = open_questions(notice.shown, kept.request.right)
        button = own["ask button"] if asks else own["carry out"]
    return (
        f'<details class="step"{" open" if mine else ""}><summary>{title}</summary>'
        f'<form method="post" action="#shown" class="acts" novalidate>'
        f'<input type="hidden" name="token" value="{escape(token)}">'
        f'<input type="hidden" name="version" value="{kept.row.version}">'
        f'<input type="hidden" name="do" value="{what.value}">{fields}{would}'
        f'<button aria-label="{title}: {escape(button)}">{escape(button)}</button>'
        "</form></details>"
    )
