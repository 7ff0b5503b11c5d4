"""By which words a right is recognised, in Dutch and English: a table of rules.

A rule is true of a sentence in which all of its `all_of` stand and none of its `none_of`. `sure` is
how often such a sentence asks for that right, as far as one can say beforehand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from gestand.core.intake.phrases import (
    ABOUT_ME,
    ADVERTS,
    ALL,
    APART,
    BILLS,
    CARRY,
    CHANGE,
    CONSENT,
    COPY,
    DATA,
    DISAGREE,
    ELSEWHERE,
    FIELD,
    HELD,
    HOW_LONG,
    LIMIT,
    LISTS,
    MACHINE,
    MEANWHILE,
    MINE,
    MOVED,
    NO_MORE,
    OBJECT,
    PROCESSING,
    REMOVE,
    SEE,
    TAKE_BACK,
    THING,
    UNDO_NOT,
    USE,
    WHAT,
    WRONG,
    any_of,
)
from gestand.core.rights_rules import Right


def _article(number: int, *words: str) -> re.Pattern[str]:
    return any_of(rf"(?:artikel|article|art\.?) ?{number}\b", *words)


@dataclass(frozen=True)
class Cue:
    """A rule: its name, the right it tells of, and what stands in the sentence or not."""

    name: str
    right: Right
    sure: float
    all_of: tuple[re.Pattern[str], ...]
    none_of: tuple[re.Pattern[str], ...] = ()


_R = Right
CUES: tuple[Cue, ...] = (
    Cue(
        "access-named",
        _R.ACCESS,
        0.95,
        (
            _article(
                15,
                r"inzage\w*",
                "subject access",
                "access request",
                r"dsar\b",
                r"sar\b",
                "right of access",
            ),
        ),
    ),
    Cue(
        "access-copy",
        _R.ACCESS,
        0.9,
        (COPY, re.compile(f"{DATA.pattern}|{ABOUT_ME.pattern}|{THING.pattern}")),
        (MACHINE,),
    ),
    Cue("access-what", _R.ACCESS, 0.9, (WHAT, HELD, ABOUT_ME), (HOW_LONG,)),
    Cue(
        "access-see-mine",
        _R.ACCESS,
        0.75,
        (SEE, DATA, MINE),
        (MACHINE, HOW_LONG, REMOVE, CARRY, CONSENT),
    ),
    Cue("access-see-about-me", _R.ACCESS, 0.88, (SEE, ABOUT_ME, HELD), (MACHINE, HOW_LONG)),
    Cue(
        "access-see-thing",
        _R.ACCESS,
        0.75,
        (SEE, any_of(r"opnames?\b", r"recordings?\b", "notities", r"notes\b", r"logs?\b"), MINE),
    ),
    Cue(
        "erasure-named",
        _R.ERASURE,
        0.95,
        (
            _article(
                17,
                "vergeten te worden",
                "vergetelheid",
                "to be forgotten",
                "right to erasure",
                r"recht op (?:wissing|verwijdering)",
            ),
        ),
        (UNDO_NOT,),
    ),
    Cue(
        "erasure-mine",
        _R.ERASURE,
        0.9,
        (REMOVE, MINE, re.compile(f"{DATA.pattern}|{THING.pattern}")),
        (UNDO_NOT, LISTS),
    ),
    Cue("erasure-all", _R.ERASURE, 0.86, (REMOVE, ALL), (UNDO_NOT, LISTS)),
    Cue(
        "erasure-me",
        _R.ERASURE,
        0.86,
        (
            REMOVE,
            any_of(
                r"(?:mij|me)\b.*\buit\b",
                r"uit (?:de |jullie |uw )?\w*(?:systeem|computer|bestand|database)",
                "from your (?:system|database|file)",
            ),
        ),
        (UNDO_NOT, LISTS),
    ),
    Cue(
        "erasure-it",
        _R.ERASURE,
        0.7,
        (REMOVE, any_of(r"it\b", r"het\b", r"ze\b", r"them\b", r"this\b", r"dit\b")),
        (UNDO_NOT, LISTS),
    ),
    Cue("rectification-named", _R.RECTIFICATION, 0.95, (_article(16, r"rectif\w+"),)),
    Cue(
        "rectification-wrong",
        _R.RECTIFICATION,
        0.88,
        (WRONG, re.compile(f"{FIELD.pattern}|{DATA.pattern}|{CHANGE.pattern}")),
    ),
    Cue(
        "rectification-change",
        _R.RECTIFICATION,
        0.86,
        (CHANGE, re.compile(f"{FIELD.pattern}|{DATA.pattern}"), MINE),
    ),
    Cue("rectification-moved", _R.RECTIFICATION, 0.7, (MOVED,)),
    Cue(
        "marketing-named",
        _R.MARKETING,
        0.95,
        (
            any_of(
                "direct marketing",
                r"unsubscribe\b",
                r"uitschrij\w*",
                r"uitgeschreven\b",
                r"afmelden\b",
                r"opt.?out",
                "schrijf (?:mij|me) uit",
            ),
        ),
    ),
    Cue("marketing-no-more", _R.MARKETING, 0.9, (NO_MORE, ADVERTS)),
    Cue(
        "marketing-receive",
        _R.MARKETING,
        0.75,
        (NO_MORE, any_of(r"ontvangen\b", r"receiv\w+", r"sending me", r"texts\b")),
    ),
    Cue("objection-named", _R.OBJECTION, 0.92, (OBJECT,), (ADVERTS, BILLS)),
    Cue("objection-article", _R.OBJECTION, 0.92, (_article(21),), (ADVERTS,)),
    Cue("objection-to-marketing", _R.MARKETING, 0.95, (OBJECT, ADVERTS)),
    Cue("objection-to-use", _R.OBJECTION, 0.7, (DISAGREE, USE), (ADVERTS, CONSENT, MEANWHILE)),
    Cue("withdrawal", _R.WITHDRAWAL, 0.93, (CONSENT, TAKE_BACK)),
    Cue(
        "portability-named",
        _R.PORTABILITY,
        0.95,
        (_article(20, "overdraagbaarheid", "dataportabiliteit", "portability"),),
    ),
    Cue(
        "portability-form",
        _R.PORTABILITY,
        0.9,
        (MACHINE, any_of(r"gegevens\b", r"data\b", r"bestand\b", r"als\b", r"as\b")),
    ),
    Cue("portability-carry", _R.PORTABILITY, 0.87, (CARRY, DATA, ELSEWHERE)),
    Cue("restriction-named", _R.RESTRICTION, 0.95, (_article(18, "recht op beperking"),)),
    Cue("restriction-limit", _R.RESTRICTION, 0.92, (LIMIT, PROCESSING)),
    Cue("restriction-apart", _R.RESTRICTION, 0.87, (APART, MEANWHILE)),
    Cue(
        "restriction-keep",
        _R.RESTRICTION,
        0.8,
        (UNDO_NOT, any_of(r"nodig\b", r"need\b", r"bewa\w+", r"keep\b")),
    ),
)
