"""The fixed words of an answer to a request for access, per language; `{}` marks a place.

Short sentences, common words: who reads them asked a question and wants to know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

Counted = tuple[str, str]
"""The words for one and for several."""


@dataclass(frozen=True)
class AnswerWords:
    """What stands around the values and the words of the policy."""

    title: str
    intro: tuple[str, ...]
    short: str
    yes: str
    no: str
    in_lists: str
    lists: Counted
    rows: Counted
    files: Counted
    searched: str
    erasure_asked: str
    restricted: str
    restricted_part: str
    held: str
    objected: str
    decided: tuple[str, str]
    reason: str
    reason_of_others: str
    reason_forgotten: str
    own_records: str
    disclosures: str
    disclosed: str
    handed_over: str
    disclosed_perhaps: str
    grounds: Mapping[str, str]
    summary: tuple[str, str, str]
    uses: str
    no_uses: str
    loose_uses: str
    partly: tuple[str, str, str]
    automated: tuple[str, str]
    safeguards: str
    data: str
    no_data: str
    table: str
    as_files: str
    row: str
    row_of: str
    why: str
    also: str
    until: str
    exactly: str
    going_on: str
    going_on_exactly: str
    loose: str
    loose_row: str
    part: str
    left: str
    goes_along: str
    waits: str
    apart: str
    of_others: str
    source: str
    sources: Mapping[str, str]
    receives: str
    roles: Mapping[str, str]
    moment: str
    more_rows: str
    cut: str
    binary: str
    file_gone: str
    file_outside: str
    left_out: str
    nothing_left_out: str
    reserved: str
    kept_from_before: str
    reasons: Mapping[str, str]
    masked: str
    column_of: str
    unmapped: str
    places: str
    ask_places: str
    receipt: str
    rights: str
    rights_list: tuple[tuple[str, str], ...]
    withdraw: tuple[str, str]
    rights_ask: str
    complaint: str
    complaint_lines: tuple[str, ...]
    contact: str
    contact_terms: tuple[str, str, str, str, str]
    about: str
    about_lines: tuple[str, ...]
    skip: str
    why_and_until: str
    running: str

    def where_looked(self) -> AnswerWords:
        """Return the words of an answer for which nobody looked everywhere: they claim no more."""
        no_uses, loose_uses, loose = self.partly
        return replace(self, no_uses=no_uses, loose_uses=loose_uses, loose=loose)


WORDS: Mapping[str, AnswerWords] = {
    "nl": AnswerWords(
        title="Uw gegevens bij {}",
        intro=(
            "U vroeg welke gegevens wij over u hebben.",
            "Hier leest u welke dat zijn, waarvoor wij ze gebruiken, hoe lang wij ze bewaren "
            "en wie ze krijgt.",
            "Dit is hoe het was op {}.",
        ),
        short="In het kort",
        yes="Ja, wij hebben gegevens over u: {}.",
        no="Nee, in onze systemen vonden wij niets dat wij u kunnen laten zien.",
        in_lists="{rows} in {lists}",
        lists=("{} lijst", "{} lijsten"),
        rows=("{} regel", "{} regels"),
        files=("{} bestand", "{} bestanden"),
        searched="Wij zochten bij de gegevens van {}.",
        erasure_asked="Op {} vroeg u ons om uw gegevens te wissen.",
        restricted_part="Op {} vroeg u ons om een deel van uw gegevens apart te zetten: {}. Dat "
        "bewaren wij, en wij gebruiken het niet tot die beperking voorbij is.",
        restricted="Op {} vroeg u ons om het gebruik van uw gegevens te beperken. Wij bewaren ze, "
        "en gebruiken, wijzigen of wissen ze niet. Voordat dat verandert, hoort u het van ons.",
        held="Sinds {} bewaren wij uw gegevens voor een rechtsvordering of een bevel. Voor iets "
        "anders gebruiken wij ze niet.",
        objected="Op {} maakte u bezwaar tegen dit gebruik van uw gegevens: {}",
        decided=(
            "Op {day} besloot een medewerker dat gegevens in de lijst {table} weg mogen.",
            "Op {day} besloot een medewerker dat gegevens in de lijst {table} blijven staan tot en "
            "met {until}.",
        ),
        reason="De reden: {}.",
        reason_of_others="De reden gaat ook over anderen, en staat daarom niet hier.",
        reason_forgotten="De reden bewaren wij niet meer.",
        own_records="Wat wij van zulke besluiten en van uw correcties bijhouden, staat in {}.",
        disclosures="Aan wie wij uw gegevens gaven",
        disclosed="Op {day} gaven wij {name} deze gegevens van u: {data}. Waarvoor: {title}. "
        "Waarom dat mag: {ground}.",
        handed_over="Op {day} stuurden wij, omdat u dat vroeg, deze gegevens van u aan {name}: "
        "{data}.",
        disclosed_perhaps="Of dat is gelukt, weten wij niet zeker.",
        grounds={
            "processor agreement": "deze organisatie werkt voor ons, volgens een contract met ons",
            "contract": "het is nodig voor onze overeenkomst met u",
            "consent": "u gaf daar toestemming voor",
            "legitimate interest": "wij hebben er een goede reden voor, die wij hebben afgewogen",
            "legal obligation": "de wet verplicht ons daartoe",
        },
        summary=("Welke gegevens", "Hoeveel", "Als bestand"),
        uses="Waarvoor wij uw gegevens gebruiken",
        no_uses="Wij gebruiken nu geen gegevens van u.",
        loose_uses="Voor een deel van uw gegevens hebben wij geen reden meer om ze te bewaren. Dat "
        "staat erbij. Die gegevens wissen wij bij de volgende opruiming.",
        partly=(
            "Waar wij keken, zagen wij niet dat wij nu gegevens van u gebruiken. Maar "
            "wij hebben niet overal gekeken.",
            "Voor een deel van uw gegevens vonden wij geen reden om ze te bewaren. "
            "Dat staat erbij. Wij hebben niet overal gekeken, dus er kan nog een reden zijn. Is "
            "die er niet, dan wissen wij die gegevens.",
            "Waar wij keken, vonden wij geen reden meer om dit te bewaren. Is die er ook "
            "ergens anders niet, dan wissen wij het.",
        ),
        automated=(
            "Besluiten door een computer",
            "Onze privacyverklaring noemt geen besluiten die een computer zonder mens over u "
            "neemt, en ook geen profielen die wij van u maken.",
        ),
        safeguards="Gaan uw gegevens naar een land buiten Europa, dan staat erbij hoe zij daar "
        "beschermd zijn. Vraag ons gerust om een kopie van die afspraken.",
        data="Uw gegevens",
        no_data="Er zijn geen gegevens om te laten zien.",
        table="Dit is de lijst {table} in ons systeem {store}.",
        as_files="Dezelfde gegevens staan in {csv} en {json}.",
        row="Regel {}",
        row_of="Regel {number} (nummer {key})",
        why="Waarom",
        also="Ook",
        until="{title}. Wij wissen dit uiterlijk op {day}.",
        exactly="{title}. Wij bewaren dit tot en met {day}.",
        going_on="{title}. Dit loopt nog. Wij wissen dit {keep}.",
        going_on_exactly="{title}. Dit loopt nog. Wij bewaren dit tot {keep}.",
        loose="Wij hebben geen reden meer om dit te bewaren. Wij wissen het bij de volgende "
        "opruiming.",
        loose_row="Dit hoort bij de regel. Het gaat weg zodra niets het meer nodig heeft.",
        part="Wissen wij dit en blijft de regel nog nodig, dan gaat niet alles weg: {}.",
        left="Dit is wat er van de waarde over is nadat wij haar wisten: {}. Het gaat weg met de "
        "regel.",
        goes_along="Dit hoort bij de regel. Het gaat weg met de laatste gegevens uit de regel.",
        of_others="Dit is van iemand anders, en u mag het zien.",
        apart="Dit staat apart: wij bewaren het, en gebruiken, wijzigen of wissen het niet.",
        waits="Wij kunnen niet zien of wij dit nog mogen bewaren. Een medewerker beslist daarover. "
        "Tot dan blijft het staan.",
        source="Hoe wij eraan komen",
        sources={
            "person": "U gaf het ons zelf.",
            "observed": "Wij legden het vast toen u onze diensten gebruikte.",
            "other": "Iemand anders gaf het ons.",
            "staff": "Wij schreven het zelf op.",
            "unknown": "Wij weten niet van wie wij dit hebben.",
        },
        receives="Dit krijgt ook: {}.",
        roles={
            "date": "datum",
            "reference": "nummer in ons systeem",
            "record": "hoort bij deze regel",
        },
        moment="wanneer {}",
        more_rows="Hier staan de eerste {} regels. De andere vindt u in {csv} en {json}.",
        cut="Dit is het begin: {shown} van {all} tekens. De hele tekst staat in het bestand.",
        binary="Dit is geen tekst, maar een blok van {} bytes. Het staat in het JSON-bestand.",
        file_gone="Dit bestand staat niet meer op onze schijf.",
        file_outside="Dit bestand staat op een plek die wij niet mogen openen.",
        left_out="Wat hier niet in staat",
        nothing_left_out="Uit de systemen waarin wij zochten, lieten wij verder niets weg.",
        reserved="Soms moeten wij van de wet iets bewaren, en mogen wij daar niets over zeggen. "
        "Dat staat hier dan niet, of het blijft langer dan hier staat. Deze zin staat in elk "
        "antwoord, en zegt dus niets over u.",
        kept_from_before="Uw gegevens blijven staan, omdat wij dat ooit opschreven bij het nummer "
        "dat u nu hebt. Dat was voordat wij u kenden, en kan dus over iemand anders gaan. Vraag "
        "ons ernaar, dan kijken wij het na.",
        reasons={
            "secret": "Een wachtwoord of een andere geheime code geven wij nooit, ook niet aan u. "
            "Zo blijft uw account veilig.",
            "other": "Wat over iemand anders gaat, laten wij weg. Ook die ander heeft recht op "
            "privacy (artikel 15, lid 4, van de AVG).",
            "refused": "Dit geven wij niet. Waarom niet, en wat u daartegen kunt doen, staat in "
            "onze brief.",
        },
        masked="(weggelaten: gaat over iemand anders)",
        column_of="{column} in de lijst {table}",
        unmapped="Wij hebben voor dit antwoord niet overal gekeken. In onze systemen staan nog "
        "lijsten waarin wij niet zochten: {}. Daar kunnen ook gegevens van u staan. Vraag ons dan "
        "om daar ook te kijken.",
        places="Wij hebben ook plekken die dit programma niet zelf kan doorzoeken. Daar kunnen "
        "gegevens van u staan die horen bij:",
        ask_places="Hoort u daar niets over bij dit antwoord? Vraag ons er dan naar.",
        receipt="Wij onthouden dat wij u dit antwoord gaven: de datum en hoeveel het was, zonder "
        "uw naam erbij.",
        rights="Uw rechten",
        rights_list=(
            (
                "Verbeteren",
                "Klopt iets niet, of mist er iets? Dan verbeteren wij het of vullen wij het aan "
                "(artikel 16 van de AVG).",
            ),
            (
                "Wissen",
                "U kunt ons vragen uw gegevens te wissen. Wij houden dan alleen wat nog nodig is "
                "of wat wij van de wet moeten bewaren (artikel 17).",
            ),
            (
                "Beperken",
                "U kunt ons vragen uw gegevens een tijd niet te gebruiken. Bijvoorbeeld zolang "
                "wij nagaan of ze kloppen (artikel 18).",
            ),
            (
                "Bezwaar maken",
                "Gebruiken wij uw gegevens omdat wij er zelf belang bij hebben? Dan kunt u bezwaar "
                "maken vanwege uw eigen situatie (artikel 21).",
            ),
            (
                "Meenemen",
                "Gegevens die u ons zelf gaf voor een contract of met uw toestemming, kunt u "
                "meenemen. Wij sturen ze ook door als u dat wilt (artikel 20).",
            ),
        ),
        withdraw=(
            "Toestemming intrekken",
            "Gaf u ons toestemming? Die trekt u in wanneer u wilt. Wat wij eerder deden, blijft "
            "geldig (artikel 7).",
        ),
        rights_ask="Mail, bel of schrijf ons. U krijgt antwoord binnen {}. Het is gratis.",
        complaint="Een klacht indienen",
        complaint_lines=(
            "Bent u het niet eens met dit antwoord? Zeg het ons, dan kijken wij er opnieuw naar.",
            "U kunt ook altijd een klacht indienen bij de toezichthouder, de {name}: {post}, "
            "{site}.",
            "Of u gaat naar de rechter.",
        ),
        contact="Contact",
        contact_terms=("Naam", "Post", "E-mail", "Telefoon", "Handelsregister"),
        about="Over deze bestanden",
        about_lines=(
            "Dit antwoord volgt onze privacyverklaring die geldt vanaf {}.",
            "CSV opent u met een rekenprogramma. Begint een tekst met =, +, - of @, dan staat er "
            "in CSV een ' voor: zo voert het programma de tekst niet uit als formule. JSON is voor "
            "een ander programma: daar staat alles precies zoals wij het hebben.",
            "In manifest.json staat van elk bestand een controlegetal (SHA-256).",
        ),
        skip="Naar de tekst",
        why_and_until="waarom en tot wanneer",
        running="loopt nog",
    ),
    "en": AnswerWords(
        title="Your data at {}",
        intro=(
            "You asked which data we hold about you.",
            "Here you read which they are, what we use them for, how long we keep them and who "
            "receives them.",
            "This is how it was on {}.",
        ),
        short="In short",
        yes="Yes, we hold data about you: {}.",
        no="No, in the systems that we searched we found nothing that we can show you.",
        in_lists="{rows} in {lists}",
        lists=("{} list", "{} lists"),
        rows=("{} row", "{} rows"),
        files=("{} file", "{} files"),
        searched="We searched the data of {}.",
        erasure_asked="On {} you asked us to erase your data.",
        restricted_part="On {} you asked us to set a part of your data apart: {}. We keep that, "
        "and do not use it until the restriction is over.",
        restricted="On {} you asked us to restrict the use of your data. We keep them, and do not "
        "use, change or erase them. We tell you before that changes.",
        held="Since {} we keep your data for a legal claim or an order. We do not use them for "
        "anything else.",
        objected="On {} you objected to this use of your data: {}",
        decided=(
            "On {day} a person decided that data in the list {table} may go.",
            "On {day} a person decided that data in the list {table} stay until {until}.",
        ),
        reason="The reason: {}.",
        reason_of_others="The reason is about others as well, and so does not stand here.",
        reason_forgotten="We do not keep the reason any more.",
        own_records="What we keep of such decisions and of your corrections also stands in {}.",
        disclosures="To whom we gave your data",
        disclosed="On {day} we gave {name} these data of yours: {data}. What for: {title}. "
        "Why we may: {ground}.",
        handed_over="On {day} we sent these data of yours to {name}, as you asked: {data}.",
        disclosed_perhaps="We are not certain that this has happened.",
        grounds={
            "processor agreement": "this organisation works for us, under a contract with us",
            "contract": "it is needed for our agreement with you",
            "consent": "you gave your consent to it",
            "legitimate interest": "we have a good reason for it, which we have weighed",
            "legal obligation": "the law obliges us to",
        },
        summary=("Which data", "How many", "As a file"),
        uses="What we use your data for",
        no_uses="We do not use any data of yours now.",
        loose_uses="For some of your data we no longer have a reason to keep them. It says so "
        "where they stand. We erase those data in the next clean-up.",
        partly=(
            "Where we looked, we did not see that we use data of yours now. But we did "
            "not look everywhere.",
            "For some of your data we found no reason to keep them. It says so where "
            "they stand. We did not look everywhere, so there may still be a reason. If there is "
            "none, we erase those data.",
            "Where we looked, we found no reason any more to keep this. If there is none "
            "anywhere else, we erase it.",
        ),
        automated=(
            "Decisions by a computer",
            "Our privacy statement names no decisions that a computer takes about you without a "
            "person, and no profiles that we make of you.",
        ),
        safeguards="Where your data go to a country outside Europe, it says how they are "
        "protected there. You can ask us for a copy of those arrangements.",
        data="Your data",
        no_data="There are no data to show.",
        table="This is the list {table} in our system {store}.",
        as_files="The same data are in {csv} and {json}.",
        row="Row {}",
        row_of="Row {number} (number {key})",
        why="Why",
        also="Also",
        until="{title}. We erase this on {day} at the latest.",
        exactly="{title}. We keep this up to and including {day}.",
        going_on="{title}. This is still running. We erase this {keep}.",
        going_on_exactly="{title}. This is still running. We keep this until {keep}.",
        loose="We no longer have a reason to keep this. We erase it in the next clean-up.",
        loose_row="This belongs to the row. It goes as soon as nothing needs it any more.",
        part="When we erase this and its row is still needed, not all of it goes: {}.",
        left="This is what is left of the value after we erased it: {}. It goes with its row.",
        goes_along="This belongs to the row. It goes with the last data of the row.",
        of_others="This is somebody else's, and you may see it.",
        apart="This is set apart: we keep it, and do not use, change or erase it.",
        waits="We cannot see whether we may still keep this. A member of staff decides about it. "
        "Until then it stays.",
        source="How we got it",
        sources={
            "person": "You gave it to us yourself.",
            "observed": "We recorded it when you used our services.",
            "other": "Somebody else gave it to us.",
            "staff": "We wrote it down ourselves.",
            "unknown": "We do not know who gave us this.",
        },
        receives="Also received by: {}.",
        roles={
            "date": "date",
            "reference": "number in our system",
            "record": "belongs to this row",
        },
        moment="when {}",
        more_rows="These are the first {} rows. You find the others in {csv} and {json}.",
        cut="This is the beginning: {shown} of {all} characters. The whole text is in the file.",
        binary="This is no text but a block of {} bytes. It is in the JSON file.",
        file_gone="This file is no longer on our disk.",
        file_outside="This file is in a place that we may not open.",
        left_out="What is not in here",
        nothing_left_out="From the systems that we searched we left nothing else out.",
        reserved="Sometimes the law has us keep something, and forbids us to speak of it. That is "
        "not in here then, or stays longer than is said here. This sentence is in every answer, "
        "so it says nothing about you.",
        kept_from_before="Your data stay, because we once wrote that down for the number that you "
        "have now. It was before we knew you, so it may be about somebody else. Ask us about it, "
        "and we will look into it.",
        reasons={
            "secret": "We never give a password or another secret code, not even to you. That "
            "keeps your account safe.",
            "other": "We leave out what is about somebody else. They have a right to privacy as "
            "well (article 15(4) of the GDPR).",
            "refused": "We do not give this. Our letter says why, and what you can do about it.",
        },
        masked="(left out: is about somebody else)",
        column_of="{column} in the list {table}",
        unmapped="We did not look everywhere for this answer. Our systems have lists in which we "
        "did not search yet: {}. There may be data of yours there as well. Ask us to look there "
        "too.",
        places="We also have places that this program cannot search by itself. Data of yours may "
        "be there that belong to:",
        ask_places="Do you hear nothing about those with this answer? Then ask us.",
        receipt="We remember that we gave you this answer: the date and how much it was, without "
        "your name.",
        rights="Your rights",
        rights_list=(
            (
                "Rectification",
                "Is something wrong or missing? Then we correct or complete it (article 16 of the "
                "GDPR).",
            ),
            (
                "Erasure",
                "You can ask us to erase your data. We then keep only what is still needed or what "
                "the law obliges us to keep (article 17).",
            ),
            (
                "Restriction",
                "You can ask us not to use your data for a while, for instance as long as we find "
                "out whether they are correct (article 18).",
            ),
            (
                "Objection",
                "Do we use your data because of an interest of our own? Then you can object "
                "because of your own situation (article 21).",
            ),
            (
                "Portability",
                "You can take along the data that you gave us yourself for a contract or with your "
                "consent. We also send them on if you wish (article 20).",
            ),
        ),
        withdraw=(
            "Withdrawing consent",
            "Did you give us consent? You can withdraw it whenever you wish. What we did before "
            "that stays lawful (article 7).",
        ),
        rights_ask="Mail, call or write to us. You get an answer within {}. It is free of charge.",
        complaint="Making a complaint",
        complaint_lines=(
            "Do you disagree with this answer? Tell us, and we look at it again.",
            "You can also always complain to the supervisory authority, the {name}: {post}, "
            "{site}.",
            "Or you can go to court.",
        ),
        contact="Contact",
        contact_terms=("Name", "Post", "E-mail", "Telephone", "Trade register"),
        about="About these files",
        about_lines=(
            "This answer follows our privacy statement that is in force from {}.",
            "You open CSV with a spreadsheet program. Where a text begins with =, +, - or @, CSV "
            "has a ' before it, so that the program does not run the text as a formula. JSON is "
            "for another program: there everything is exactly as we hold it.",
            "In manifest.json there is a checksum (SHA-256) of each file.",
        ),
        skip="Skip to the text",
        why_and_until="why and until when",
        running="still running",
    ),
}


def counted(words: Counted, number: int) -> str:
    """Return a number with the word for what is counted."""
    return words[number != 1].format(number)
