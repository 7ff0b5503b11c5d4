"""What a change is, weighs and asks for, in Dutch and English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gestand.core.changes.beyond import ADDED, REMOVED, Within
from gestand.core.changes.rules import Weight
from gestand.core.changes.weighing import Follow, NotKept, Weighed, What
from gestand.core.changes.wording import Reworded
from gestand.core.policy.fill import Filler
from gestand.core.policy.history import tell
from gestand.core.policy.model import Words

WEIGHTS: Mapping[Weight, Words] = {
    Weight.MATERIAL: {"nl": "wezenlijk", "en": "material"},
    Weight.WEIGH: {"nl": "zelf te wegen", "en": "for a person to weigh"},
    Weight.MINOR: {"nl": "niet wezenlijk", "en": "not material"},
}
HEADS: Mapping[Weight, Words] = {
    Weight.MATERIAL: {
        "nl": "Wezenlijk: mensen moeten dit weten voordat het ingaat",
        "en": "Material: people must know this before it takes effect",
    },
    Weight.WEIGH: {
        "nl": "Zelf te wegen: dit kan Gestand niet zien",
        "en": "For a person to weigh: Gestand cannot tell",
    },
    Weight.MINOR: {"nl": "Niet wezenlijk", "en": "Not material"},
}
FOLLOWS: Mapping[Follow, Words] = {
    Follow.TELL: {"nl": "vooraf vertellen", "en": "tell people before"},
    Follow.GO: {"nl": "gegevens kunnen weg moeten", "en": "values may have to go"},
    Follow.ASK: {"nl": "(opnieuw) toestemming vragen", "en": "ask for consent, or ask again"},
    Follow.WEIGH: {"nl": "zelf wegen", "en": "weigh it yourself"},
}
_WITHIN: Mapping[str, Words] = {
    ADDED: {
        "nl": "In het beleid is nieuw: {name}. De verklaring zegt dat niet.",
        "en": "New in the policy: {name}. The statement does not say it.",
    },
    REMOVED: {
        "nl": "Uit het beleid is weg: {name}. De verklaring zegt dat niet.",
        "en": "Gone from the policy: {name}. The statement does not say it.",
    },
    "": {
        "nl": "In het beleid is anders: {name}. De verklaring zegt dat niet.",
        "en": "Different in the policy: {name}. The statement does not say it.",
    },
}

_KINDS: Mapping[str, Words] = {
    "controller": {"nl": "de organisatie", "en": "the organisation"},
    "categories": {"nl": "soort gegevens", "en": "kind of data"},
    "purposes": {"nl": "doel", "en": "purpose"},
    "moments": {"nl": "moment", "en": "moment"},
    "subjects": {"nl": "soort mensen", "en": "kind of people"},
    "recipient_kinds": {"nl": "soort ontvanger", "en": "kind of recipient"},
    "processors": {"nl": "soorten verwerkers", "en": "kinds of processors"},
    "recipients": {"nl": "ontvanger", "en": "recipient"},
    "cookies": {"nl": "cookie", "en": "cookie"},
    "attestations": {"nl": "certificaat", "en": "certificate"},
    "promises": {"nl": "belofte", "en": "promise"},
    "answer_within": {"nl": "antwoordtermijn", "en": "term to answer"},
    "extend_by": {"nl": "verlenging van de antwoordtermijn", "en": "extension of that term"},
    "undo": {"nl": "tijd om terug te halen", "en": "time to bring back"},
    "measures": {"nl": "maatregel", "en": "measure"},
    "processing": {"nl": "verwerking voor klanten", "en": "processing for customers"},
    "contracts": {"nl": "van wie het contract is van", "en": "whose the contract is of"},
    "signatures": {"nl": "ondertekening", "en": "signature"},
}
"""What an entry of the policy is, by the field in which it stands; a test looks that none lacks."""
_ASPECTS: Mapping[str, str] = {"begins": "from", "occasions": "occasion", "of_others": "of others"}
"""How a field is written in `policy.yaml` where that is another word."""


@dataclass(frozen=True)
class DiffWords:
    """The sentences of a language about a whole difference."""

    title: str
    same: str
    reworded: str
    came: str
    went: str
    layout: str
    not_kept: str
    unsettled: str
    why: str
    asked: str
    told: str
    told_late: str
    announce: str
    banner: str
    go: str
    goes_more: str
    goes_less: str
    goes_same: str
    total: str
    unknown: str
    left_out: str
    map_kept: str
    map_missing: str
    map_unfit: str


_NL = DiffWords(
    title="Van {older} naar {newer}",
    same="Deze twee versies zeggen hetzelfde.",
    reworded="{language}, {promise}: eerder ‘{was}’, nu ‘{now}’",
    came="{language}, {promise}: nieuwe zin ‘{now}’",
    went="{language}, {promise}: weg is ‘{was}’",
    layout="{language}: alleen koppen, volgorde of opmaak zijn anders.",
    not_kept="{language}: de tekst van een van beide is niet bewaard, dus de zinnen zijn niet "
    "vergeleken.",
    unsettled="{source}, voor zover bekend op {day}",
    why="{why} ({source})",
    asked="Toestemming (opnieuw) vragen voor: {purposes}. Wat iemand eerder toestond, was iets "
    "anders.",
    told="Vooraf te vertellen, uiterlijk op {day} ({before} voor {effective}), aan de mensen van: "
    "{purposes}.",
    told_late="Dat is al voorbij: stel de ingangsdatum uit, of vertel het meteen.",
    announce="Dat doet `gestand announce {older} {newer}`: het toont de brief en aan hoeveel "
    "mensen, en verstuurt hem met `--send`.",
    banner="Bezoekers van de site moeten opnieuw kunnen kiezen over cookies.",
    go="Wat het plan van {day} doet, met de nieuwe versie vergeleken met de oude:",
    goes_more="{table}: {goes} rijen meer gaan weg, {changes} meer verliezen gegevens",
    goes_less="{table}: {goes} rijen meer blijven, {changes} meer houden hun gegevens",
    goes_same="Het plan doet met beide hetzelfde.",
    total="Samen: {goes} rijen weg en {changes} veranderd, boven het plan van de oude versie.",
    unknown="Wat het plan zou doen, is niet bekend: {why}.",
    left_out="Van {purposes} noemt de gegevenskaart niets meer: wat dat doel vasthield, telt al in "
    "het plan van de oude versie mee.",
    map_kept="Versie {name} is geteld met de gegevenskaart die ermee is gepubliceerd.",
    map_missing="Bij versie {name} is geen gegevenskaart bewaard: zij is geteld met die van nu.",
    map_unfit="De gegevenskaart die met versie {name} is gepubliceerd, past niet meer op de "
    "databases: zij is geteld met die van nu.",
)
_EN = DiffWords(
    title="From {older} to {newer}",
    same="These two versions say the same.",
    reworded="{language}, {promise}: before ‘{was}’, now ‘{now}’",
    came="{language}, {promise}: a new sentence ‘{now}’",
    went="{language}, {promise}: gone is ‘{was}’",
    layout="{language}: only headings, order or layout differ.",
    not_kept="{language}: the text of one of the two was not kept, so sentences were not compared.",
    unsettled="{source}, as far as known on {day}",
    why="{why} ({source})",
    asked="Consent to be asked, or asked again, for: {purposes}. What somebody agreed to before "
    "was something else.",
    told="To be told before, on {day} at the latest ({before} before {effective}): the people of "
    "{purposes}.",
    told_late="That day is over: let it take effect later, or tell them at once.",
    announce="`gestand announce {older} {newer}` does that: it shows the letter and to how many "
    "people, and sends it with `--send`.",
    banner="Visitors of the site must be able to choose about cookies again.",
    go="What the plan of {day} does with the newer version, compared with the older one:",
    goes_more="{table}: {goes} more rows go, {changes} more lose cells",
    goes_less="{table}: {goes} more rows stay, {changes} more keep their cells",
    goes_same="The plan does the same with both.",
    total="In all: {goes} rows go and {changes} change, beyond the plan of the older version.",
    unknown="What the plan would do is not known: {why}.",
    left_out="The data map says nothing of {purposes} any more: what it held counts in the plan of "
    "the older version already.",
    map_kept="Version {name} was counted with the data map that was published with it.",
    map_missing="No data map was kept with version {name}: it was counted with that of today.",
    map_unfit="The data map that was published with version {name} does not fit the databases any "
    "more: it was counted with that of today.",
)
DIFF_WORDS: Mapping[str, DiffWords] = {"nl": _NL, "en": _EN}


def sentences(what: What, older: Filler, newer: Filler) -> Iterator[str]:
    """Yield what one difference is, in plain text of the language of both fillers."""
    words = DIFF_WORDS[newer.grammar.language]
    if isinstance(what, NotKept):
        yield words.not_kept.format(language=what.language)
    elif isinstance(what, Reworded):
        frame = words.layout
        if what.was or what.now:
            both = words.reworded if what.now else words.went
            frame = both if what.was else words.came
        promise = what.promise or "-"
        yield frame.format(language=what.language, promise=promise, was=what.was, now=what.now)
    elif isinstance(what, Within):
        yield _within(what, newer.grammar.language)
    else:
        yield from tell(what, older, newer)


def _within(what: Within, language: str) -> str:
    name = " ".join(filter(None, (_KINDS[what.kind][language], f"`{what.id}`" if what.id else "")))
    if what.aspect in (ADDED, REMOVED):
        return _WITHIN[what.aspect][language].format(name=name)
    aspect = _ASPECTS.get(what.aspect, what.aspect.replace("_", " "))
    return _WITHIN[""][language].format(name=f"{name}, `{aspect}`" if aspect else name)


def why(one: Weighed, language: str, checked_at: str) -> str:
    """Return why a change weighs what it does, with the source; what is not settled says so."""
    words, rule = DIFF_WORDS[language], one.rule
    if not rule.source:
        return rule.why[language]
    source = rule.source[language]
    told = source if rule.settled else words.unsettled.format(source=source, day=checked_at)
    return words.why.format(why=rule.why[language], source=told)
