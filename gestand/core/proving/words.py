"""What is told of promises, in Dutch and English: verdicts, reasons, problems, and how to mend."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from gestand.core.policy.model import Words
from gestand.core.proving.problems import DECIDE, PROBLEMS
from gestand.core.proving.verdict import Evidence, Judged, Problem, Verdict, Weight

LANGUAGES = ("nl", "en")

VERDICTS: Mapping[Verdict, Words] = {
    Verdict.KEPT: {"nl": "gehouden", "en": "kept"},
    Verdict.BROKEN: {"nl": "gebroken", "en": "broken"},
    Verdict.LAPSED: {"nl": "verlopen", "en": "lapsed"},
    Verdict.HOLLOW: {"nl": "hol", "en": "hollow"},
    Verdict.UNKNOWN: {"nl": "onbekend", "en": "unknown"},
}

MODES: Mapping[str, Words] = {
    "enforced": {"nl": "afgedwongen", "en": "enforced"},
    "measured": {"nl": "gemeten", "en": "measured"},
    "attested": {"nl": "verklaard", "en": "attested"},
}

WHY: Mapping[str, tuple[Words, Words]] = {
    "measured": (
        {"nl": "er is gekeken", "en": "it was looked at"},
        {"nl": "", "en": ""},
    ),
    "signed": (
        {"nl": "iemand staat ervoor in", "en": "somebody has signed for it"},
        {"nl": "", "en": ""},
    ),
    "gone": (
        {"nl": "het bewijsstuk is er niet", "en": "the paper that proves it is not there"},
        {"nl": "leg het terug, of haal de zin weg", "en": "put it back, or drop the sentence"},
    ),
    "changed": (
        {
            "nl": "het bewijsstuk is een ander dan werd getekend",
            "en": "the paper is not the one that was signed for",
        },
        {
            "nl": "laat opnieuw tekenen, met de nieuwe `digest`",
            "en": "let it be signed again, with the new `digest`",
        },
    ),
    "edition": (
        {
            "nl": "het certificaat is van een uitgave die niet meer geldt",
            "en": "the certificate is of an edition that counts no more",
        },
        {
            "nl": "vervang het door een van de nieuwe uitgave, of haal de zin weg",
            "en": "replace it by one of the new edition, or drop the sentence",
        },
    ),
    "lapsed": (
        {"nl": "de verklaring is verlopen", "en": "the claim has lapsed"},
        {
            "nl": "verleng haar in het beleid, en publiceer opnieuw als de tekst verandert",
            "en": "renew it in the policy, and publish again where its words change",
        },
    ),
    "not begun": (
        {"nl": "de verklaring geldt nog niet", "en": "the claim does not count yet"},
        {"nl": "wacht, of haal de zin weg", "en": "wait, or drop the sentence"},
    ),
    "unsigned": (
        {"nl": "niemand staat ervoor in", "en": "nobody has signed for it"},
        {
            "nl": "laat de verantwoordelijke tekenen onder `signed`, of haal de zin weg",
            "en": "let whoever answers for it sign under `signed`, or drop the sentence",
        },
    ),
    "unmeasured": (
        {"nl": "niets kijkt ernaar", "en": "nothing looks at it"},
        {
            "nl": "laat iemand tekenen onder `signed`, of haal de zin weg",
            "en": "let somebody sign under `signed`, or drop the sentence",
        },
    ),
    "others": (
        {"nl": "niet elke andere belofte wordt gehouden", "en": "not every other promise is kept"},
        {"nl": "herstel eerst de andere", "en": "mend the others first"},
    ),
    "old": (
        {"nl": "wat er gezien is, is te oud", "en": "what was seen is too old"},
        {
            "nl": "kijk opnieuw: `gestand promises`, en eerst `gestand crawl`, `gestand reach` of "
            "`gestand drill`",
            "en": "look again: `gestand promises`, and `gestand crawl`, `gestand reach` or "
            "`gestand drill` before it",
        },
    ),
    "unseen": (
        {"nl": "niet overal kon worden gekeken", "en": "not every place could be looked at"},
        {
            "nl": "maak elke database en elke site bereikbaar, laat `gestand check` slagen, en "
            "kijk opnieuw met `gestand crawl` en `gestand reach`",
            "en": "make every database and every site reachable, let `gestand check` pass, and "
            "look again with `gestand crawl` and `gestand reach`",
        },
    ),
    "out of reach": (
        {
            "nl": "alles staat buiten bereik, dus niemand heeft gekeken",
            "en": "all of it is out of reach, so nobody looked",
        },
        {
            "nl": "sluit de database aan, of laat iemand ondertekenen dat het zo is",
            "en": "connect the database, or let somebody sign that it is so",
        },
    ),
    "nothing yet": (
        {"nl": "er is nog niets gebeurd waaraan het te zien is", "en": "nothing happened yet"},
        {"nl": "niets: het blijkt vanzelf", "en": "nothing: time will tell"},
    ),
    "doubtful": (
        {"nl": "een mens moet beslissen", "en": "a person must decide"},
        DECIDE,
    ),
}
"""By reason what it says, and how to mend it."""

_OF_ONE: Mapping[str, Words] = {
    "overdue": {
        "nl": "rij met iets waarvan de termijn voorbij is", "en": "row holds what is overdue",
    },
    "groundless": {
        "nl": "rij met iets waarvoor nooit een grond was",
        "en": "row holds what never had a ground",
    },
    "to decide": {
        "nl": "rij waarvan een mens moet zeggen of zij mag blijven",
        "en": "row of which a person must say whether it may stay",
    },
    "unreadable document": {
        "nl": "document dat niet te lezen is zoals de gegevenskaart zegt",
        "en": "document that cannot be read as the data map says",
    },
    "identity document kept": {
        "nl": "kopie van een identiteitsbewijs, langer dan een dag bewaard",
        "en": "copy of an identity document, kept for over a day",
    },
    "objected and not listed": {
        "nl": "iemand die geen reclame wil, en niet op de lijst daarvan staat",
        "en": "person who wants no marketing, and is not on the suppression list",
    },
    "consent without text": {
        "nl": "toestemming zonder de woorden waarop zij is gegeven",
        "en": "consent without the words it was given to",
    },
    "consent of a child": {
        "nl": "toestemming van een kind zonder ouder of voogd",
        "en": "consent of a child without a parent or guardian",
    },
    "owner is gone": {
        "nl": "hoort bij een rij die er niet meer is", "en": "belongs to a row that is gone",
    },
    "alone": {
        "nl": "lopend zonder dat het andere er is", "en": "goes on, and the other is not there",
    },
    "to do again": {
        "nl": "ronde sinds de kopie, die opnieuw gedaan wordt als zij terugkomt",
        "en": "run since the copy, which is done again when it comes back",
    },
}
"""What it is where there is one, for what is told with its number; of all else the number stands
behind it, where there are several.
"""

_NUMBERED: Mapping[str, Words] = {
    "disclosure": {"nl": "verstrekking", "en": "disclosure"},
    "order": {"nl": "vordering", "en": "order"},
    "request": {"nl": "verzoek", "en": "request"},
}

_BREACH: Words = {"nl": "er is gezien dat het niet zo is", "en": "what was seen breaks it"}
_OF = {"nl": "{wrong} van {seen} fout", "en": "{wrong} of {seen} wrong"}
_DOUBT = {"nl": ", {doubtful} te beslissen", "en": ", {doubtful} to decide"}
_PLACES = {"nl": "{n} van {m} plaatsen", "en": "{n} of {m} places"}
_AGES: tuple[tuple[int, Words], ...] = (
    (86_400, {"nl": "{} d oud", "en": "{} d old"}),
    (3_600, {"nl": "{} u oud", "en": "{} h old"}),
    (60, {"nl": "{} min oud", "en": "{} min old"}),
    (1, {"nl": "{} s oud", "en": "{} s old"}),
)


def figure(evidence: tuple[Evidence, ...], language: str) -> str:
    """Return how much was seen and how much of that is wrong, over all probes."""
    if not evidence:
        return ""
    wrong, doubtful = sum(e.wrong for e in evidence), sum(e.doubtful for e in evidence)
    said = _OF[language].format(wrong=wrong, seen=sum(each.seen for each in evidence))
    return said + (_DOUBT[language].format(doubtful=doubtful) if doubtful else "")


def coverage(seen: int, places: int, language: str) -> str:
    """Return in how many of the places with such data was looked."""
    return _PLACES[language].format(n=seen, m=places) if places else ""


def age(judged: Judged, language: str) -> str:
    """Return how old the evidence is; empty where there is none."""
    if judged.age is None:
        return ""
    seconds = max(0, int(judged.age / timedelta(seconds=1)))
    unit, words = next((each for each in _AGES if seconds >= each[0]), _AGES[-1])
    return words[language].format(seconds // unit)


def said(problem: Problem, language: str) -> str:
    """Return a problem in one line."""
    what, number = PROBLEMS[problem.what][0][language], problem.count
    where = _place(problem.where, language)
    if problem.what not in _OF_ONE:
        return f"{where}: {what}" + (f" ({number})" if number != 1 else "")
    return f"{where}: {number} {what if number != 1 else _OF_ONE[problem.what][language]}"


def _place(where: str, language: str) -> str:
    """Return where a problem is; what has a number in own records is named in the language."""
    kind, _, number = where.partition(" ")
    words = _NUMBERED.get(kind) if number.isdecimal() else None
    return f"{words[language]} {number}" if words else where


def why(judged: Judged, evidence: tuple[Evidence, ...], language: str) -> str:
    """Return for which reason a promise is not kept, and where nobody saw; empty where it is."""
    if judged.verdict is Verdict.KEPT:
        return ""
    told = (_BREACH if judged.why == "measured" else WHY[judged.why][0])[language]
    unseen = {place for each in evidence for place in each.unseen}
    return f"{told}: {', '.join(sorted(unseen))}" if judged.why == "unseen" and unseen else told


def mend(judged: Judged, evidence: tuple[Evidence, ...], language: str) -> str:
    """Return how to mend what is not kept; empty where it is."""
    if judged.verdict is Verdict.KEPT:
        return ""
    weight = {"measured": Weight.BREACH, "doubtful": Weight.DOUBT}.get(judged.why)
    if weight is None:
        return WHY[judged.why][1][language]
    problems = (problem for each in evidence for problem in each.problems)
    kinds = dict.fromkeys(p.what for p in problems if p.weight is weight)
    return "; ".join(dict.fromkeys(PROBLEMS[kind][1][language] for kind in kinds))
