"""The part of a case in which an officer sees who must be told of it, and says what became of that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from gestand.core.notices import (
    CONFIRMED,
    DOUBT,
    DUE,
    EXEMPT,
    GOT,
    NOT_POSTED,
    OUR_SITE,
    PROCESSES,
    PUBLISHED,
    SEARCH_ENGINES,
    SENT,
    Notice,
)
from gestand.core.policy.words import GRAMMARS
from gestand.surfaces.web.console_acts import hidden
from gestand.surfaces.web.desk import ToTell
from gestand.surfaces.web.page import Around

FIND, SAY = "find-notices", "notice"
"""What a form of this part does."""

BECOMES: Mapping[str, tuple[str, ...]] = {
    DUE: (SENT, EXEMPT), DOUBT: (SENT, NOT_POSTED), SENT: (CONFIRMED,),
}
"""By stage what may be said of a notice."""

SAYS = frozenset(one for each in BECOMES.values() for one in each)

NOTICE_WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "notices": "Wie dit moet weten",
        "lead": "Wie gegevens van deze persoon kreeg, hoort wat er is gebeurd. Vertel het, en leg "
                "hieronder vast hoe. Daarna kan het antwoord weg.",
        "left": "Nog niet op de lijst: {}",
        "nobody": "Niemand hoeft dit te weten.",
        "find": "Zet deze op de lijst",
        GOT: "kreeg gegevens van deze persoon", PROCESSES: "verwerkt gegevens voor ons",
        PUBLISHED: "laat dit aan iedereen zien",
        OUR_SITE: "onze website", SEARCH_ENGINES: "zoekmachines",
        f"stage {DUE}": "moet het nog horen", f"stage {DOUBT}": "onbekend of het aankwam",
        f"stage {SENT}": "heeft het gehoord, op {}",
        f"stage {CONFIRMED}": "heeft het bevestigd, op {}",
        f"stage {EXEMPT}": "hoeft het niet te horen",
        "letter": "Een brief die u kunt sturen",
        "became": "Wat er is gebeurd",
        f"say {SENT}": "Zij weten het nu", f"say {EXEMPT}": "Zij hoeven het niet te weten",
        f"say {NOT_POSTED}": "Het kwam niet aan", f"say {CONFIRMED}": "Zij hebben het bevestigd",
        "said": "Hoe zij het hoorden, of waarom dat niet hoeft",
        "button": "Leg vast",
    },
    "en": {
        "notices": "Who must know of this",
        "lead": "Whoever got data of this person hears what happened. Tell them, and write down "
                "below how. After that the answer can go.",
        "left": "Not on the list yet: {}",
        "nobody": "Nobody has to know of this.",
        "find": "Put these on the list",
        GOT: "got data of this person", PROCESSES: "processes data for us",
        PUBLISHED: "shows this to everybody",
        OUR_SITE: "our site", SEARCH_ENGINES: "search engines",
        f"stage {DUE}": "has still to hear of it", f"stage {DOUBT}": "nobody knows if it arrived",
        f"stage {SENT}": "was told, on {}",
        f"stage {CONFIRMED}": "has confirmed it, on {}",
        f"stage {EXEMPT}": "need not hear of it",
        "letter": "A letter that you may send",
        "became": "What happened",
        f"say {SENT}": "They know of it now", f"say {EXEMPT}": "They need not know of it",
        f"say {NOT_POSTED}": "It did not arrive", f"say {CONFIRMED}": "They confirmed it",
        "said": "How they heard of it, or why they need not",
        "button": "Write it down",
    },
}  # fmt: skip


def notices_part(around: Around, token: str, found: ToTell) -> Iterator[str]:
    """Yield who must be told of a case, how far that is, and the forms to say what became of it."""
    words = NOTICE_WORDS[around.language]
    yield f'<h2 id="notices">{escape(words["notices"])}</h2>'
    if not found.notices and not found.left:
        yield f'<p class="none">{escape(words["nobody"])}</p>'
        return
    yield f"<p>{escape(words['lead'])}</p>"
    for one, letter in found.notices:
        yield _notice(around, token, one, letter)
    if found.left:
        told = words["left"].format(", ".join(words.get(one, one) for one in found.left))
        yield (
            f'<form method="post"><p>{escape(told)}</p>{hidden(token=token, do=FIND)}'
            f"<button>{escape(words['find'])}</button></form>"
        )


def whom(name: str, language: str) -> str:
    """Return who is told: a place where something was published, in words, or a name."""
    return NOTICE_WORDS[language][name] if name in (OUR_SITE, SEARCH_ENGINES) else name


def _notice(around: Around, token: str, one: Notice, letter: str) -> str:
    words, name = NOTICE_WORDS[around.language], whom(one.wanted.name, around.language)
    day = GRAMMARS[around.language].day(one.on) if one.on else ""
    stage = words[f"stage {one.stage}"].format(day)
    why = f'<p class="hint">{escape(words[one.wanted.why])}</p>'
    why += f"<p>{escape(one.said)}</p>" if one.said else ""
    if letter:
        why += (
            f"<details><summary>{escape(words['letter'])}</summary>"
            f'<div class="said">{escape(letter)}</div></details>'
        )
    form = _form(words, token, one) if one.stage in BECOMES else ""
    return (
        f'<details class="step"><summary>{escape(name)}: {escape(stage)}'
        f'</summary><div class="acts within">{why}</div>{form}</details>'
    )


def _form(words: Mapping[str, str], token: str, one: Notice) -> str:
    id_, says = f"notice-{one.number}", BECOMES[one.stage]
    options = "".join(
        f'<div class="option"><input type="radio" name="became" id="{id_}-{number}" value="{say}"'
        f'{" checked" if len(says) == 1 else ""}>'
        f'<label for="{id_}-{number}">{escape(words[f"say {say}"])}</label></div>'
        for number, say in enumerate(says)
    )
    said = "" if one.stage == SENT else (
        f'<div class="field"><label class="label" for="{id_}">{escape(words["said"])}</label>'
        f'<textarea id="{id_}" name="said" rows="2"></textarea></div>'
    )
    return (
        '<form method="post" class="acts" novalidate>'
        f"{hidden(token=token, do=SAY, notice=str(one.number))}"
        f"<fieldset><legend>{escape(words['became'])}</legend>{options}</fieldset>{said}"
        f"<button>{escape(words['button'])}</button></form>"
    )
