"""When an answer is due, and why: in words of a language, and as a record for machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gestand.core.clock import Due, Rule, Step
from gestand.core.holidays import Reading
from gestand.core.policy.words import GRAMMARS, capitalised


@dataclass(frozen=True)
class Explanation:
    """The words of a language around the days; `{}` marks where days and names go."""

    weekdays: tuple[str, ...]
    due: str
    notice: str
    alarms: str
    legal: str
    why: str
    wider: str
    not_settled: str
    steps: Mapping[Rule, str]


NL = Explanation(
    weekdays=("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    due="Antwoord uiterlijk op {}.",
    notice="Dit geldt alleen als u de persoon uiterlijk op {} meldt dat het langer duurt, en "
    "waarom. Ook een weigering moet dan verstuurd zijn.",
    alarms="Kijk er weer naar op {}.",
    legal="Misschien mag het van de wet later: uiterlijk op {}. Dat staat niet vast; reken er "
    "niet op.",
    why="Waarom:",
    wider="In de ruimere lezing van de wet:",
    not_settled="staat niet vast",
    steps={
        Rule.ZONE: "De klok in {zone} wees bij ontvangst {day} aan",
        Rule.RECEIPT: "Ontvangen op {day}; die dag telt niet mee",
        Rule.PERIOD: "De wet geeft {period}: tot en met {day}",
        Rule.PROMISE: "Het beleid belooft {period}, korter dan de wet geeft: tot en met {day}",
        Rule.MONTH_END: "Die maand heeft geen dag {number}: de laatste dag van de maand telt",
        Rule.PAUSE: "Een vraag aan de persoon ging uit op {day} en stond {number} dagen open: die "
        "komen erbij",
        Rule.LATE_QUESTION: "De vraag aan de persoon ging pas uit op {day}, en dus niet binnen "
        "{number} werkdagen of pas na de laatste dag: er komt niets bij",
        Rule.WEEKEND: "{day} valt in het weekend: de termijn loopt door",
        Rule.HOLIDAY: "{day} is een feestdag ({name}): de termijn loopt door",
        Rule.EQUATED: "{day} ({name}) is misschien een feestdag: dan loopt de termijn door",
        Rule.LAST_DAY: "De laatste dag is {day}, tot middernacht in {zone}",
    },
)

EN = Explanation(
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    due="Answer on {} at the latest.",
    notice="This holds only if you tell the person by {} that it takes longer, and why. A "
    "refusal must have been sent by then as well.",
    alarms="Look at it again on {}.",
    legal="The law may allow more: {} at the latest. That is not settled; do not rely on it.",
    why="Why:",
    wider="In the wider reading of the law:",
    not_settled="not settled",
    steps={
        Rule.ZONE: "The clock in {zone} said {day} at receipt",
        Rule.RECEIPT: "Received on {day}; that day is not counted",
        Rule.PERIOD: "The law gives {period}: up to and including {day}",
        Rule.PROMISE: "The policy promises {period}, shorter than the law gives: up to and "
        "including {day}",
        Rule.MONTH_END: "That month has no day {number}: the last day of the month counts",
        Rule.PAUSE: "A question to the person went out on {day} and was open for {number} days: "
        "these are added",
        Rule.LATE_QUESTION: "The question to the person went out no sooner than {day}, and so not "
        "within {number} working days or only after the last day: nothing is added",
        Rule.WEEKEND: "{day} is in a weekend: the period runs on",
        Rule.HOLIDAY: "{day} is a public holiday ({name}): the period runs on",
        Rule.EQUATED: "{day} ({name}) may be a public holiday: then the period runs on",
        Rule.LAST_DAY: "The last day is {day}, until midnight in {zone}",
    },
)

EXPLANATIONS: Mapping[str, Explanation] = {"nl": NL, "en": EN}


def explained(due: Due, language: str) -> str:
    """Return when the answer is due, and why, in `language`: a key of EXPLANATIONS."""
    words = EXPLANATIONS[language]
    shown = [words.due.format(_day(due.strict, language))]
    if due.notice_by is not None:
        shown.append(words.notice.format(_day(due.notice_by, language)))
    if due.legal > due.strict:
        shown.append(words.legal.format(_day(due.legal, language)))
    alarms = GRAMMARS[language].all_of(_day(day, language) for day in due.alarms)
    shown.append(words.alarms.format(alarms))
    strict = [step for step in due.because if Reading.STRICT in step.readings]
    wider = [step for step in due.because if Reading.STRICT not in step.readings]
    for heading, steps in ((words.why, strict), (words.wider, wider)):
        told = [f"- {_told(step, due, language)}." for step in steps]
        shown += ["", heading, *told] if told else []
    return "\n".join(shown)


def record(due: Due) -> dict[str, object]:
    """Return the days and the steps as plain values; days are written as `2026-03-05`.

    Keys may be added in a later version; none of them changes its meaning or goes.
    """
    moment = due.received.moment
    return {
        "received": due.received.day.isoformat(),
        "received_at": moment.isoformat() if moment else None,
        "zone": due.received.zone,
        "country": due.country,
        "extended": due.notice_by is not None,
        "period": str(due.period),
        "corresponding": due.corresponding.isoformat(),
        "due_strict": due.strict.isoformat(),
        "due_legal": due.legal.isoformat(),
        "notice_by": due.notice_by.isoformat() if due.notice_by else None,
        "alarms": [day.isoformat() for day in due.alarms],
        "because": [_record(step, due) for step in due.because],
    }


def _record(step: Step, due: Due) -> dict[str, object]:
    return {
        "rule": step.rule.value,
        "day": step.day.isoformat(),
        "counts_for": [reading.value for reading in step.readings],
        "text": {language: _sentence(step, due, language) for language in EXPLANATIONS},
        "source": dict(step.source.words),
        "settled": step.source.settled,
        "checked_at": step.source.checked_at.isoformat(),
    }


def _told(step: Step, due: Due, language: str) -> str:
    """Return a step with its source, and that it is not settled where it is not."""
    source = step.source.words[language]
    doubt = "" if step.source.settled else f"; {EXPLANATIONS[language].not_settled}"
    return f"{_sentence(step, due, language)} ({source}{doubt})"


def _sentence(step: Step, due: Due, language: str) -> str:
    sentence = (
        EXPLANATIONS[language]
        .steps[step.rule]
        .format(
            day=_day(step.day, language),
            zone=due.received.zone,
            period=GRAMMARS[language].period(step.period) if step.period else "",
            name=step.name[language] if step.name else "",
            number=step.number,
        )
    )
    return capitalised(sentence)


def _day(day: date, language: str) -> str:
    weekday = EXPLANATIONS[language].weekdays[day.weekday()]
    return f"{weekday} {GRAMMARS[language].day(day)}"
