"""What people can do with their own data: which right it is, of what, and the page that shows it.

Each is shown before it is done: GET tells what will happen, POST lets it happen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

from gestand.core.calendar import Period
from gestand.core.policy.model import Basis, Policy
from gestand.core.policy.words import GRAMMARS, capitalised
from gestand.core.request import NO_IDENTITY
from gestand.core.rights_rules import Right
from gestand.surfaces.web.page import Around, address, page
from gestand.surfaces.web.portal_pages import Named, hidden, section, slug, told, words_of
from gestand.surfaces.web.portal_words import PORTAL_WORDS
from gestand.work.portal.foreseen import Foreseen
from gestand.work.portal.held import Held

LONGEST_TEXT = 2000
CATEGORY, PURPOSE = "category", "purpose"


@dataclass(frozen=True)
class Act:
    """Something that people do: `of` a category or a purpose, with a text that is `needed` or not.

    Without a text nothing is asked but whether they are sure. With `all` it may be of everything.
    """

    name: str
    right: Right
    of: str = ""
    text: bool = False
    needed: bool = False
    all: bool = False

    @property
    def at_once(self) -> bool:
        """Tell whether it has effect at once."""
        return self.right in NO_IDENTITY


ACTS: Mapping[str, Act] = {
    act.name: act
    for act in (
        Act("correct", Right.RECTIFICATION, CATEGORY, text=True, needed=True),
        Act("erase", Right.ERASURE, CATEGORY, all=True),
        Act("withdraw", Right.WITHDRAWAL, PURPOSE),
        Act("object", Right.OBJECTION, PURPOSE, text=True),
        Act("no-marketing", Right.MARKETING, PURPOSE),
        Act("restrict", Right.RESTRICTION, CATEGORY, text=True, all=True),
        Act("hand-over", Right.PORTABILITY, text=True, needed=True),
    )
}


@dataclass(frozen=True)
class Doing:
    """An act on a target: the name of a category or a purpose, and how it is called."""

    act: Act
    target: str = ""
    called: str = ""

    @property
    def ending(self) -> str:
        """What follows on the address of the page; names of the policy, and of nobody."""
        return f"/{self.act.name}" + (f"/{slug(self.target)}" if self.target else "")

    def title(self, words: Mapping[str, str]) -> str:
        """Return what it is, in words."""
        if self.act.all and not self.target:
            return words[f"{self.act.name} all"]
        return words[f"{self.act.name} title"].format(self.called)


def acts_of(purpose: str, policy: Policy) -> tuple[Act, ...]:
    """Return what people can do about the use of their data for a purpose.

    Consent is withdrawn as easily as it was given, also to advertising (GDPR article 7(3)).
    """
    one = policy.purposes[purpose]
    found = [ACTS["withdraw"]] if one.basis is Basis.CONSENT else []
    if one.marketing:
        found.append(ACTS["no-marketing"])
    elif one.basis is Basis.INTEREST:
        found.append(ACTS["object"])
    return tuple(found)


def doing(ending: str, found: Held, policy: Policy) -> Doing | None:
    """Return what an address names, of what is held; None where there is no such thing to do."""
    name, _, target = ending.removeprefix("/").partition("/")
    act = ACTS.get(name)
    if act is None:
        return None
    if not target:
        return Doing(act) if act.all or not act.of else None
    if act.of == CATEGORY:
        known = {one: label for one, label in found.categories.items() if slug(one) == target}
    else:
        known = {
            one.purpose: one.title
            for one in found.purposes.values()
            if one.own and slug(one.purpose) == target and act in acts_of(one.purpose, policy)
        }
    if not act.of or len(known) != 1:
        return None
    ((one, called),) = known.items()
    return Doing(act, one, called)


def link(around: Around, one: Doing, label: str = "") -> str:
    """Return the way to a page on which something is done."""
    return _link(around.language, one, label)


@lru_cache(maxsize=2048)
def _link(language: str, one: Doing, label: str) -> str:
    # Of names and words of the policy only: a page has some two hundred of them.
    href = address(language, "my change", one.ending)
    name = one.title(PORTAL_WORDS[language])
    shown = label or name
    also = f' aria-label="{escape(name)}"' if shown != name else ""
    return f'<a class="act" href="{href}"{also}>{escape(shown)}</a>'


@dataclass(frozen=True)
class Before:
    """What is known before something is done: what is held, and what erasure would do.

    `text` was filled in, and `why` names what is wrong with it; `undo` is how long a way back is.
    `named` are the words of purposes and categories.
    """

    held: Held
    foreseen: Foreseen | None = None
    undo: Period | None = None
    text: str = ""
    why: str = ""
    named: Named = field(default_factory=lambda: Named({}, {}))


def act_page(around: Around, menu: str, token: str, one: Doing, before: Before) -> bytes:
    """Return the page that says what will happen, with the button that lets it happen."""
    words = words_of(around)
    body = [menu, *_parts(around, token, one, before)]
    return page(around, one.title(words), words[f"{one.act.name} lead"], body)


def _parts(around: Around, token: str, one: Doing, before: Before) -> Iterator[str]:
    words = words_of(around)
    if before.why:
        yield told(words["look once more"], words[before.why])
    if one.act.name == "correct":
        values = [escape(value) for value in _values_of(one.target, before.held)]
        yield section("now", words["now"], [_list(values)])
    if before.foreseen is not None:
        yield from _foreseen(around, before, before.foreseen)
        if not before.foreseen.goes & before.held.categories.keys():
            # Who asks has a right to an answer with the reason (GDPR article 12(4)).
            yield f"<p>{escape(words['all the same'])}</p>"
    yield (
        f'<form method="post" novalidate>{hidden(token)}{_field(words, one, before)}'
        f"<button>{escape(words[f'{one.act.name} do'])}</button></form>"
    )
    back = address(around.language, "my data")
    yield f'<p class="back"><a href="{back}">{escape(words["back"])}</a></p>'


def _field(words: Mapping[str, str], one: Doing, before: Before) -> str:
    if not one.act.text:
        return ""
    why = f'<p class="wrong" id="wrong">{escape(words[before.why])}</p>' if before.why else ""
    marks = ' aria-invalid="true" aria-describedby="wrong"' if before.why else ""
    label = escape(words[f"{one.act.name} text"])
    needed = " required" if one.act.needed else ""
    return (
        f'<div class="field"><label class="label" for="field-text">{label}</label>{why}'
        f'<textarea id="field-text" name="text" rows="4"{needed}{marks}>\n'
        f"{escape(before.text)}</textarea></div>"
    )


def _foreseen(around: Around, before: Before, found: Foreseen) -> Iterator[str]:
    """Yield what would go, what would stay and why, as the plan says it."""
    words, grammar = words_of(around), GRAMMARS[around.language]

    def named(categories: set[str]) -> list[str]:
        # What they may not be told is told by no plan either.
        told = categories & before.held.categories.keys()
        return [before.named.categories.get(name, name) for name in sorted(told)]

    goes = named(found.goes)
    none = f"<p>{escape(words['nothing goes'])}</p>"
    heading = words["goes" if goes else "goes not"]
    yield section("goes", heading, [_list([*map(escape, goes)]) if goes else none])
    if goes and before.undo is not None:
        yield f"<p>{escape(words['undo'].format(grammar.period(before.undo)))}</p>"
    stays = [
        f"<b>{escape(before.named.titles.get(name, name))}:</b> "
        + escape(
            words["stays on"].format(capitalised(grammar.all_of(named(one.categories))))
            if one.goes_on or one.until is None
            else words["stays until"].format(
                capitalised(grammar.all_of(named(one.categories))), grammar.day(one.until)
            )
        )
        for name, one in found.stays.items()
        if named(one.categories)
    ]
    if stays:
        yield section("stays", words["stays"], [_list(stays)])
    for name, categories in (("decides", found.decided), ("is apart", found.apart)):
        if some := named(categories):
            yield f"<p>{escape(words[name].format(grammar.all_of(some)))}</p>"
    yield f'<p class="hint">{escape(words["reserved"])}</p>'


def _values_of(category: str, found: Held) -> list[str]:
    """Return the values of a category that are shown, each once."""
    rows = [row for one in found.purposes.values() for row in one.rows]
    values = (v.text for row in (*rows, *found.loose, *found.waits) for v in row.values
              if row.own and v.category == category)
    return list(dict.fromkeys(values))


def _list(items: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{one}</li>' for one in items)}</ul>"


def said(around: Around, one: Doing, text: str) -> str:
    """Return what whoever handles a request reads of it."""
    words = words_of(around)
    title = one.title(words)
    if not text:
        return title
    asked = words[f"{one.act.name} text"]
    return f"{title}\n{asked}{'' if asked.endswith('?') else ':'} {text}"
