"""What every page shares on which officers act outside a case: forms, and what became of one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from threading import Lock

from gestand.surfaces.web.console_why import in_plain_words
from gestand.surfaces.web.console_words import CONSOLE_WORDS

_MOST_DONE = 1000


@dataclass(frozen=True)
class Became:
    """What became of what was sent: `why` as the words of the page name it, with "more" after it.

    `told` is what the work says, `do` what was asked for, `fields` what was typed, `lacks` the
    fields that were left empty, and `chosen` what was ticked.
    """

    why: str = ""
    told: str = ""
    do: str = ""
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    lacks: frozenset[str] = frozenset()
    chosen: Sequence[str] = ()


@dataclass
class Once:
    """Does what a form asks once: of two that send the same one the second hears what it did."""

    _done: OrderedDict[str, str] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def do(self, form: str, fields: Mapping[str, object], act: Callable[[], str]) -> str:
        """Return what came of an act, for the form of this name; one is done at a time.

        What was typed is remembered as a digest: the same page may be sent with other fields.
        """
        typed = sha256(repr(sorted(fields.items())).encode()).hexdigest()
        name = f"{form} {typed}"
        with self._lock:
            if name not in self._done:
                self._done[name] = act()
                while len(self._done) > _MOST_DONE:
                    self._done.popitem(last=False)
            return self._done[name]


def became_of(language: str, words: Mapping[str, str], became: Became, good: str) -> Iterator[str]:
    """Yield what became of what was sent; `good` is what went well, if that is it."""
    if not became.why:
        return
    kind, role = ("errors given", "status") if became.why == good else ("errors", "alert")
    all_words = {**CONSOLE_WORDS[language], **words}
    more = all_words.get(f"{became.why} more", "")
    told = f'<p lang="en">{escape(became.told)}</p>' if became.told else ""
    if plainly := in_plain_words(language, became.told) if became.told else None:
        told, more = f"<p>{escape(plainly)}</p>", all_words["refused plainly"]
    yield (
        f'<div class="{kind}" role="{role}"><h2>{escape(all_words[became.why])}</h2>'
        f"<p>{escape(more)}</p>{told}</div>"
    )


def hidden(**fields: str) -> str:
    """Return fields that nobody sees."""
    return "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in fields.items()
    )


@dataclass(frozen=True)
class Field:
    """A field of a form: its name, what kind of text it takes, and in which form it stands."""

    name: str
    kind: str = "text"
    form: str = ""

    def written(self, language: str, words: Mapping[str, str], became: Became) -> str:
        """Return the field with its label, and what is wrong with it."""
        mine = became.do == self.form
        id_ = f"{self.form or 'field'}-{self.name}"
        bad = mine and self.name in became.lacks
        value = became.fields.get(self.name, "") if mine else ""
        told = [f'<label class="label" for="{id_}">{escape(words[f"field {self.name}"])}</label>']
        about = []
        if hint := words.get(f"hint {self.name}", ""):
            told.append(f'<p class="hint" id="{id_}-hint">{escape(hint)}</p>')
            about.append(f"{id_}-hint")
        if bad:
            lacks = CONSOLE_WORDS[language]["fill in"]
            told.append(f'<p class="wrong" id="{id_}-wrong">{escape(lacks)}</p>')
            about.append(f"{id_}-wrong")
        more = f' aria-describedby="{" ".join(about)}"' if about else ""
        more += ' aria-invalid="true"' if bad else ""
        told.append(self._input(id_, value, more))
        return f'<div class="field">{"".join(told)}</div>'

    def _input(self, id_: str, value: str, more: str) -> str:
        if self.kind == "textarea":
            text = escape(value)
            return f'<textarea id="{id_}" name="{self.name}" rows="3"{more}>{text}</textarea>'
        return (
            f'<input type="{self.kind}" id="{id_}" name="{self.name}" autocomplete="off" '
            f'value="{escape(value)}"{more}>'
        )


def choice_of(name: str, id_: str, label: str, options: Sequence[tuple[str, str]], now: str) -> str:
    """Return a list to choose one thing from, with its name for whoever does not see it."""
    rest = "".join(
        f'<option value="{escape(code)}"{" selected" if code == now else ""}>'
        f"{escape(told)}</option>"
        for code, told in options
    )
    return f'<select id="{id_}" name="{name}" aria-label="{escape(label)}">{rest}</select>'


def rows_of(rows: Sequence[tuple[str, str]]) -> str:
    """Return names with their values, which are HTML; what is empty is left out."""
    told = (
        f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in rows if value
    )
    return f"<dl>{''.join(told)}</dl>"


def first_of(fields: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return what was typed in each field, without spaces around it."""
    return {name: one[0].strip() for name, one in fields.items() if name != "token"}
