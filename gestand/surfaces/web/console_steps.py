"""Which fields go along with what can happen to a case, and how each is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from gestand.core.policy.labels import LABELS
from gestand.core.policy.model import Policy
from gestand.core.request import EVERYTHING, GIVES, REST, Item, Outcome, Request, State, What
from gestand.core.rights import possible
from gestand.core.rights_rules import Ground, Right
from gestand.core.roles import Asks, Officer
from gestand.surfaces.web.codes import HOW, OUTCOMES
from gestand.surfaces.web.console_words import CONSOLE_WORDS, WAYS, WHY_EXTENDED
from gestand.work.by_right import GAVE

PERSON = "person"
"""The field for a number or an identifier of who it is; `kind` goes along with it."""

_BECAUSE = ("because",)
FIELDS: Mapping[What, Sequence[str]] = {
    What.ASK_IDENTITY: ("method", "because"),
    What.SETTLE_IDENTITY: ("method", PERSON),
    What.NOT_IDENTIFIED: _BECAUSE,
    What.SUSPEND: _BECAUSE,
    What.RESUME: _BECAUSE,
    What.NARROW: ("item", "because"),
    What.EXTEND: ("reason", "because"),
    What.ASK_FEE: ("ground", "because"),
    What.SETTLE_FEE: _BECAUSE,
    What.HOLD: ("item", "because"),
    What.RELEASE: ("item", "because"),
    What.DECIDE: ("item", "outcome", "ground", "until", "because"),
    What.CONFIRM: ("item",),
    What.CARRY_OUT: (PERSON,),
    What.TELL_RECIPIENTS: _BECAUSE,
    What.ANSWER: ("how",),
    What.REFUSE: ("how",),
    What.ANNOUNCE_LIFT: ("until", "because"),
    What.LIFT: _BECAUSE,
    What.WITHDRAW: _BECAUSE,
    What.FORWARD: ("to",),
    What.CLOSE: (),
    What.COMPLAIN: ("because", "received"),
    What.UPHOLD: ("because", "how"),
}
"""The fields of each event."""

_FREE: Mapping[What, frozenset[str]] = {
    What.RESUME: frozenset(_BECAUSE),
    What.LIFT: frozenset(_BECAUSE),
    What.CARRY_OUT: frozenset({"address"}),
    What.DECIDE: frozenset({"ground", "until", "because"}),
    What.COMPLAIN: frozenset({"received"}),
}
"""What need not be filled in; a decision that gives less is refused without its ground."""

ANEW = "new-code"
"""What a form does that gives an answer once more, under another code: nothing that happens."""

_CHOSEN = frozenset({"language", "way"})
"""What something is chosen in from the beginning."""

_WHO = frozenset({What.ASK_IDENTITY, What.SETTLE_IDENTITY, What.NOT_IDENTIFIED})
"""What settles who asks; not again after a complaint of who was known."""

_ANEW = frozenset({What.DECIDE, What.UPHOLD})
"""What somebody else does after a complaint than whoever decided before."""

_FIRST = frozenset({
    What.SETTLE_IDENTITY, What.DECIDE, What.CONFIRM, What.CARRY_OUT, What.TELL_RECIPIENTS,
    What.ANSWER, What.REFUSE, What.RESUME, What.SETTLE_FEE, What.UPHOLD,
})  # fmt: skip


@dataclass(frozen=True)
class Asking:
    """What the fields of one case can hold; `filled` is what somebody typed, after a mistake.

    `columns` are those of each category that has several, of which a correction names one. `form`
    tells two forms of one event apart, and `receivers` are by name the addresses of who may get
    data straight.
    """

    language: str
    request: Request
    grounds: Sequence[Ground]
    kinds: Sequence[str]
    policy: Policy
    filled: Mapping[str, str] = field(default_factory=dict, repr=False)
    lacks: frozenset[str] = frozenset()
    what: What = What.DECIDE
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    form: str = ""
    receivers: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> Mapping[str, str]:
        """The words of its language."""
        return CONSOLE_WORDS[self.language]


def steps_of(officer: Officer, request: Request, who: Asks, me: str) -> list[What]:
    """Return what somebody may let happen to a case here, what leads to its answer first.

    `me` is by what own records tell them apart from whoever decided before.
    """
    can = [one for one in possible(request) if one in FIELDS and officer.may(one, request, who)]
    never = _never(request, me)
    return sorted((one for one in can if one not in never), key=lambda one: one not in _FIRST)


def _never(request: Request, me: str) -> set[What]:
    """Return what would be refused, whatever somebody fills in."""
    items, never = request.items.values(), set[What]()
    if all(one.decided_by == me for one in _to_confirm(request)):
        never.add(What.CONFIRM)
    given = any(one.outcome in (Outcome.GRANTED, Outcome.PART) for one in items)
    if request.state is State.DECIDED and (given or not all(one.is_complete for one in items)):
        never.add(What.REFUSE)
    if request.state is State.DECIDED and not given:
        never.add(What.CARRY_OUT)
    if not request.held:
        never.add(What.RELEASE)
    if request.state is State.COMPLAINED and request.method:
        never |= _WHO
    return never | (_ANEW if was_involved(request, me) else frozenset())


def was_involved(request: Request, me: str) -> bool:
    """Tell whether a complaint is for somebody else to look at."""
    return request.state is State.COMPLAINED and me in request.involved


def gives_anew(officer: Officer, request: Request, who: Asks) -> bool:
    """Tell whether somebody may give the answer once more that a case gave."""
    may = officer.may(What.CARRY_OUT, request, who)
    return may and request.right in GIVES and request.state in GAVE


def is_first(what: What) -> bool:
    """Tell whether an event leads to the answer."""
    return what in _FIRST


def fields_of(what: What, request: Request, *, is_known: bool) -> Sequence[str]:
    """Return the fields of an event; who it is needs no field where that `is_known`."""
    names = FIELDS.get(what, ())
    if what is What.CARRY_OUT and request.right is Right.RECTIFICATION:
        return [*names, "category", "value"]
    if what is What.CARRY_OUT and request.right in GIVES:
        return [*names, "language", "way", "address"]
    if what is What.SETTLE_IDENTITY and is_known and not request.method:
        return [name for name in names if name != PERSON]
    return names


def missing(what: What, said: Mapping[str, str]) -> frozenset[str]:
    """Return the fields of an event that were left empty and must not be."""
    free = _FREE.get(what, frozenset())
    return frozenset(
        name for name, text in said.items() if not text and name not in free | _CHOSEN
    )


def field_of(asking: Asking, name: str) -> str:
    """Return a field of the form of an event, with its label and what is wrong with it."""
    words, what = asking.words, asking.what
    id_ = f"{asking.form or what.value}-{name}"
    free = name in _FREE.get(what, frozenset())
    bad = name in asking.lacks
    label = escape(words.get(f"field {what.value} {name}", words[f"field {name}"]))
    when = words.get(f"free {what.value} {name}", words["free"])
    label += f' <span class="free">{escape(when)}</span>' if free else ""
    hint = words.get(f"hint {name}", "")
    told = [f'<label class="label" for="{id_}">{label}</label>']
    about = []
    if hint:
        told.append(f'<p class="hint" id="{id_}-hint">{escape(hint)}</p>')
        about.append(f"{id_}-hint")
    if bad:
        told.append(f'<p class="wrong" id="{id_}-wrong">{escape(words["fill in"])}</p>')
        about.append(f"{id_}-wrong")
    more = f' aria-describedby="{" ".join(about)}"' if about else ""
    more += ' aria-invalid="true"' if bad else ""
    told.append(_input(asking, name, id_, more))
    return f'<div class="field">{"".join(told)}</div>'


def _input(asking: Asking, name: str, id_: str, more: str) -> str:
    value = asking.filled.get(name, "")
    options = _options(asking, name)
    if options is not None:
        return _select(asking, (name, id_, more), options, value, empty=name not in _CHOSEN)
    if name == PERSON:
        kinds = [(kind, _kind(asking, kind)) for kind in asking.kinds]
        label = escape(asking.words["field kind"])
        chosen = _select(
            asking, ("kind", f"{id_}-kind", f' aria-label="{label}"'), kinds,
            asking.filled.get("kind", ""), empty=False,
        )
        text = (
            f'<input type="text" id="{id_}" name="{name}" autocomplete="off" '
            f'value="{escape(value)}"{more}>'
        )
        return f'<div class="both">{chosen}{text}</div>'
    if name == "because":
        return f'<textarea id="{id_}" name="{name}" rows="3"{more}>{escape(value)}</textarea>'
    kind = "date" if name in ("until", "received") else "text"
    return (
        f'<input type="{kind}" id="{id_}" name="{name}" autocomplete="off" '
        f'value="{escape(value)}"{more}>'
    )


def _select(
    asking: Asking,
    named: tuple[str, str, str],
    options: Sequence[tuple[str, str]],
    value: str,
    *,
    empty: bool = True,
) -> str:
    name, id_, more = named
    first = f'<option value="">{escape(asking.words["choose"])}</option>' if empty else ""
    rest = "".join(
        f'<option value="{escape(code)}"{" selected" if code == value else ""}>'
        f"{escape(told)}</option>"
        for code, told in options
    )
    return f'<select id="{id_}" name="{name}"{more}>{first}{rest}</select>'


def _options(asking: Asking, name: str) -> list[tuple[str, str]] | None:
    language = asking.language
    if name == "method":
        return list(HOW[language].items())
    if name == "reason":
        return list(WHY_EXTENDED[language].items())
    if name == "outcome":
        return [(one.value, OUTCOMES[language][one]) for one in Outcome]
    if name == "ground":
        fee = asking.what is What.ASK_FEE
        found = [one for one in asking.grounds if one.fee or not fee]
        return [(one.code, one.words.get(language, one.code)) for one in found]
    if name == "receiver":
        return [(one, f"{one} ({url})") for one, url in asking.receivers.items()]
    if name == "way":
        return list(WAYS[language].items())
    if name == "language":
        known = asking.policy.controller.languages
        return [(one, LABELS[one].language_name) for one in known]
    if name == "category":
        return list(_to_correct(asking))
    return list(_items(asking)) if name == "item" else None


def _to_correct(asking: Asking) -> Iterator[tuple[str, str]]:
    """Yield each category, and each of its columns where it has several."""
    for name in asking.policy.categories:
        told = item_words(asking, name)
        if columns := asking.columns.get(name):
            yield from ((f"{name}:{column}", f"{told}: {column}") for column in columns)
        else:
            yield name, told


def _items(asking: Asking) -> Iterator[tuple[str, str]]:
    request = asking.request
    if asking.what is What.CONFIRM:
        yield from ((one.name, item_words(asking, one.name)) for one in _to_confirm(request))
        return
    if asking.what is What.RELEASE:
        yield from ((name, item_words(asking, name)) for name in sorted(request.held))
        return
    if asking.what is What.NARROW:
        yield from ((name, item_words(asking, name)) for name in asking.policy.categories)
        return
    known = [EVERYTHING, REST, *asking.policy.categories]
    if request.right is Right.OBJECTION:
        known = sorted(request.purposes)
    elif parts := request.purposes | request.categories:
        known = [*([EVERYTHING] if len(parts) > 1 else ()), *sorted(parts)]
    yield from ((name, item_words(asking, name)) for name in known)


def item_words(asking: Asking, name: str) -> str:
    """Return what an item is called."""
    words, policy = asking.words, asking.policy
    if name in (EVERYTHING, REST):
        return words[name]
    if name in policy.categories:
        return policy.categories[name].words.get(asking.language, name)
    if name in policy.purposes:
        return policy.purposes[name].title.get(asking.language, name)
    return name


def purpose_words(asking: Asking, name: str) -> str:
    """Return what a purpose is called, also where a category has the same name."""
    declared = asking.policy.purposes.get(name)
    return name if declared is None else declared.title.get(asking.language, name)


def _kind(asking: Asking, kind: str) -> str:
    return asking.policy.subjects.get(kind, {}).get(asking.language, kind)


def _to_confirm(request: Request) -> list[Item]:
    """Return the items that somebody else has still to look at."""
    return [
        one for one in request.items.values()
        if one.outcome is not Outcome.GRANTED and not one.confirmed_by
    ]
