"""What a probe comes upon, in Dutch and English: in one line, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping

from gestand.core.policy.model import Words

_SWEEP: Words = {
    "nl": "`gestand plan` toont het, `gestand apply` haalt het weg",
    "en": "`gestand plan` shows it, `gestand apply` takes it away",
}
_VIEWS: Words = {
    "nl": "`gestand views --apply` maakt de weergaven opnieuw",
    "en": "`gestand views --apply` makes the views anew",
}
DECIDE: Words = {
    "nl": "`gestand plan` toont wat te beslissen is, `gestand decide` beslist",
    "en": "`gestand plan` shows what to decide, `gestand decide` decides",
}
"""How to mend what only a person can settle."""

PROBLEMS: Mapping[str, tuple[Words, Words]] = {
    "overdue": (
        {"nl": "rijen met iets waarvan de termijn voorbij is", "en": "rows hold what is overdue"},
        _SWEEP,
    ),
    "groundless": (
        {
            "nl": "rijen met iets waarvoor nooit een grond was",
            "en": "rows hold what never had a ground",
        },
        _SWEEP,
    ),
    "to decide": (
        {
            "nl": "rijen waarvan een mens moet zeggen of ze mogen blijven",
            "en": "rows of which a person must say whether they may stay",
        },
        DECIDE,
    ),
    "unreadable document": (
        {
            "nl": "documenten die niet te lezen zijn zoals de gegevenskaart zegt",
            "en": "documents that cannot be read as the data map says",
        },
        {
            "nl": "herstel ze, of geef de kolom een `erase`",
            "en": "mend them, or give the column an `erase`",
        },
    ),
    "no end": (
        {"nl": "kan leeg zijn, en dan eindigt het nooit", "en": "may be empty: then it never ends"},
        {"nl": "geef het doel een `at most`", "en": "give the purpose an `at most`"},
    ),
    "undeclared column": (
        {"nl": "kolom die niemand heeft opgegeven", "en": "column that nobody declared"},
        {
            "nl": "zet haar in de gegevenskaart, of haal haar uit de database",
            "en": "put it in the data map, or take it out of the database",
        },
    ),
    "undeclared table": (
        {"nl": "tabel die niemand heeft opgegeven", "en": "table that nobody declared"},
        {
            "nl": "zet haar in de gegevenskaart, of haal haar uit de database",
            "en": "put it in the data map, or take it out of the database",
        },
    ),
    "unmapped table": (
        {
            "nl": "tabel waarin nog niemand heeft gekeken",
            "en": "table into which nobody has looked yet",
        },
        {
            "nl": "beschrijf haar in de gegevenskaart: van wie de rijen zijn, en wat erin staat",
            "en": "describe it in the data map: whose its rows are, and what stands in it",
        },
    ),
    "needless column": (
        {"nl": "kolom die geen enkel doel nodig heeft", "en": "column that no purpose needs"},
        {
            "nl": "noem het gegeven bij een doel, of bewaar het niet meer",
            "en": "name the data with a purpose, or hold them no longer",
        },
    ),
    "no agreement": (
        {"nl": "geen overeenkomst die vandaag geldt", "en": "no agreement that counts today"},
        {"nl": "sluit er een, of geef niets meer", "en": "sign one, or give it nothing more"},
    ),
    "letter missing": (
        {
            "nl": "de overeenkomst regelt niet wat artikel 28, lid 3, AVG hier vraagt",
            "en": "the agreement leaves out what article 28(3) GDPR asks here",
        },
        {"nl": "vul de overeenkomst aan", "en": "add it to the agreement"},
    ),
    "other kind": (
        {
            "nl": "verwerker van een soort die de verklaring niet noemt",
            "en": "processor of a kind that the statement does not list",
        },
        {"nl": "noem de soort bij `processors`", "en": "list its kind under `processors`"},
    ),
    "no safeguard": (
        {
            "nl": "buiten de EER, en niets beschermt de gegevens vandaag",
            "en": "outside the EEA, and nothing protects the data today",
        },
        {
            "nl": "regel een waarborg, of geef niets meer: `gestand recipients`",
            "en": "arrange a safeguard, or give nothing more: `gestand recipients`",
        },
    ),
    "unlisted recipient": (
        {"nl": "gegeven aan wie de verklaring niet noemt", "en": "given to nobody it lists"},
        {"nl": "noem de ontvanger, of haal het terug", "en": "list the recipient, or recall it"},
    ),
    "other purpose": (
        {"nl": "gegeven voor een ander doel", "en": "given for another purpose"},
        {"nl": "noem het doel bij de ontvanger", "en": "list the purpose with the recipient"},
    ),
    "other data": (
        {"nl": "meer gegevens gegeven dan er staat", "en": "more data given than it says"},
        {"nl": "noem ze bij de ontvanger, of haal ze terug", "en": "list them, or recall them"},
    ),
    "other ground": (
        {"nl": "gegeven op een andere grond", "en": "given on another ground"},
        {"nl": "zoek uit waarom", "en": "find out why"},
    ),
    "order without article": (
        {"nl": "bevel zonder wetsartikel", "en": "order without an article of law"},
        {"nl": "vraag welk artikel het is", "en": "ask which article it is"},
    ),
    "one person": (
        {"nl": "door een en dezelfde ingenomen en besloten", "en": "taken in and decided by one"},
        {"nl": "laat een ander er ook naar kijken", "en": "let somebody else look as well"},
    ),
    "answered late": (
        {"nl": "te laat beantwoord", "en": "answered late"},
        {"nl": "`gestand alarms` waarschuwt eerder", "en": "`gestand alarms` warns before that"},
    ),
    "open too long": (
        {"nl": "nog open, en te laat", "en": "still open, and late"},
        {"nl": "antwoord nu: `gestand request`", "en": "answer now: `gestand request`"},
    ),
    "extended late": (
        {"nl": "verlengd na de eerste termijn", "en": "extended after the first term"},
        {"nl": "antwoord nu; verlengen kon niet meer", "en": "answer now, it was too late"},
    ),
    "other reason": (
        {"nl": "verlengd om een reden die niet telt", "en": "extended for another reason"},
        {"nl": "antwoord nu", "en": "answer now"},
    ),
    "refused without ground": (
        {
            "nl": "geweigerd zonder grond, of door een persoon alleen",
            "en": "refused without a ground, or by one person",
        },
        {"nl": "beslis opnieuw, met twee mensen", "en": "decide anew, with two people"},
    ),
    "identity document kept": (
        {
            "nl": "kopieën van een identiteitsbewijs, langer dan een dag bewaard",
            "en": "copies of an identity document, kept for over a day",
        },
        {
            "nl": "haal ze weg zodra iemand heeft gekeken; noteer alleen dat, en wanneer",
            "en": "remove them once somebody has looked; only note that, and when",
        },
    ),
    "erased and back": (
        {
            "nl": "er is iets van iemand die is gewist",
            "en": "something of somebody who was erased is there",
        },
        _SWEEP,
    ),
    "withdrawn and left": (
        {
            "nl": "er is nog iets waarvoor de toestemming is ingetrokken",
            "en": "something is left for which consent was withdrawn",
        },
        _SWEEP,
    ),
    "restricted and shown": (
        {
            "nl": "een weergave toont wat iemand heeft laten beperken",
            "en": "a view shows what somebody had restricted",
        },
        _VIEWS,
    ),
    "restricted and gone": (
        {
            "nl": "niemand is bekend van wie gegevens beperkt zouden zijn",
            "en": "nobody is known whose data are restricted",
        },
        {
            "nl": "zoek uit waar ze zijn gebleven; een reservekopie heeft ze misschien nog",
            "en": "find out where they went; a backup may have them still",
        },
    ),
    "restricted and given": (
        {
            "nl": "gegeven aan een ander, en op die dag beperkt",
            "en": "given to somebody else, and restricted on that day",
        },
        {
            "nl": "haal het terug, en zeg het wie het aangaat",
            "en": "recall it, and tell the person",
        },
    ),
    "objected and shown": (
        {
            "nl": "een weergave toont iemand die bezwaar heeft gemaakt tegen dit doel",
            "en": "a view shows somebody who objected to its purpose",
        },
        _VIEWS,
    ),
    "objected and left": (
        {
            "nl": "er is nog iets waar iemand bezwaar tegen maakte: direct marketing",
            "en": "something is left of somebody who objected to direct marketing",
        },
        _SWEEP,
    ),
    "objected and back": (
        {
            "nl": "er is iets dat na een bezwaar weg moest",
            "en": "something is there that had to go after an objection",
        },
        _SWEEP,
    ),
    "objected and not listed": (
        {
            "nl": "mensen die geen reclame willen, en niet op de lijst daarvan staan",
            "en": "people who want no marketing, and are not on the suppression list",
        },
        {
            "nl": "`gestand apply` zet ze erop, of `gestand suppress`",
            "en": "`gestand apply` puts them on it, or `gestand suppress`",
        },
    ),
    "consent without text": (
        {
            "nl": "toestemmingen zonder de woorden waarop ze zijn gegeven",
            "en": "consents without the words they were given to",
        },
        {"nl": "vraag opnieuw, en leg de woorden vast", "en": "ask again, and record the words"},
    ),
    "consent of a child": (
        {
            "nl": "toestemmingen van kinderen zonder ouder of voogd",
            "en": "consents of children without a parent or guardian",
        },
        {"nl": "vraag de ouder of voogd", "en": "ask the parent or guardian"},
    ),
    "not in the text": (
        {"nl": "staat niet in de tekst", "en": "is not in the text"},
        {"nl": "zet het in de verklaring", "en": "put it in the statement"},
    ),
    "no text": (
        {"nl": "de tekst kan niet worden gemaakt", "en": "the text cannot be made"},
        {"nl": "laat `gestand check` slagen", "en": "let `gestand check` pass"},
    ),
    "no source": (
        {"nl": "niemand zegt waar dit vandaan komt", "en": "nobody says where this comes from"},
        {"nl": "geef `source` in de gegevenskaart", "en": "give its `source` in the data map"},
    ),
    "marketing": (
        {"nl": "doel voor reclame", "en": "purpose for marketing"},
        {"nl": "haal de zin weg, of het doel", "en": "drop the sentence, or the purpose"},
    ),
    "contract with nobody": (
        {"nl": "rust op een contract dat zij niet hebben", "en": "rests on a contract they lack"},
        {"nl": "kies een andere grondslag", "en": "choose another basis"},
    ),
    "contract for publicity": (
        {"nl": "publiceert op een contract", "en": "publishes on a contract"},
        {"nl": "vraag toestemming", "en": "ask for consent"},
    ),
    "contract of another": (
        {"nl": "rust op het contract van een ander", "en": "rests on the contract of another"},
        {"nl": "kies een andere grondslag", "en": "choose another basis"},
    ),
    "no address": (
        {"nl": "zegt niet hoe men daar komt", "en": "does not say how to reach them"},
        {"nl": "zet het adres in de verklaring", "en": "put the address in the statement"},
    ),
    "whose is not said": (
        {"nl": "niemand zegt over wie dit gaat", "en": "nobody says whom this is about"},
        {"nl": "geef `about` in de gegevenskaart", "en": "give its `about` in the data map"},
    ),
    "taken for another": (
        {"nl": "aangezien voor iemand met een eigen rij", "en": "taken for somebody with a row"},
        {"nl": "haal `same person` daar weg", "en": "drop `same person` there"},
    ),
    "owner is gone": (
        {"nl": "horen bij een rij die er niet meer is", "en": "belong to a row that is gone"},
        {"nl": "haal ze ook weg", "en": "remove them too"},
    ),
    "not in the file": (
        {
            "nl": "in dienst, en de sollicitatie is er niet of zegt het niet",
            "en": "employed, and the application is gone or does not say so",
        },
        {"nl": "zet de dag erbij waarop zij begonnen", "en": "note the day of hiring with it"},
    ),
    "change not told": (
        {"nl": "veranderde iets, en de pagina zegt dat niet", "en": "changed, and no page says so"},
        {"nl": "meld dit aan de makers van Gestand", "en": "report this to the makers of Gestand"},
    ),
    "alone": (
        {"nl": "lopend zonder dat het andere er is", "en": "go on, and the other is not there"},
        {"nl": "maak het andere aan", "en": "make the other one"},
    ),
    "left open": (
        {"nl": "nog open, en het andere is voorbij", "en": "still open, and the other is over"},
        {"nl": "sluit ze", "en": "close them"},
    ),
    "undeclared trace": (
        {"nl": "staat niet bij de cookies in het beleid", "en": "is no cookie of the policy"},
        {"nl": "zet het bij `cookies`, of haal het weg", "en": "list it in `cookies`, or drop it"},
    ),
    "undeclared trace of others": (
        {
            "nl": "is van een andere partij, en staat niet bij de cookies in het beleid",
            "en": "is of a third party, and no cookie of the policy",
        },
        {
            "nl": "haal weg wat die partij laadt, of zet het bij `cookies`",
            "en": "drop what loads that party, or list it in `cookies`",
        },
    ),
    "before consent": (
        {"nl": "staat er al voor iemand toestemt", "en": "is there before anybody consents"},
        {"nl": "zet het pas na toestemming", "en": "set it after consent only"},
    ),
    "other host": (
        {"nl": "is van een andere host dan er staat", "en": "is of another host than declared"},
        {"nl": "noem die host in het beleid", "en": "declare that host in the policy"},
    ),
    "lasts longer": (
        {"nl": "blijft langer dan er staat", "en": "stays longer than declared"},
        {"nl": "kort hem in, of verander `lifetime`", "en": "shorten it, or change `lifetime`"},
    ),
    "no known end": (
        {"nl": "blijft tot het wordt weggehaald", "en": "stays until something removes it"},
        {"nl": "kijk of de site het op tijd weghaalt", "en": "see that the site does so in time"},
    ),
    "came back": (
        {"nl": "kwam terug nadat het was gewist", "en": "came back after it was erased"},
        {"nl": "maak het niet opnieuw uit een kopie", "en": "do not restore it from a copy"},
    ),
    "not found": (
        {"nl": "is niet gevonden", "en": "was not found"},
        {"nl": "zet de site hem nog?", "en": "does the site still set it?"},
    ),
    "undeclared origin": (
        {"nl": "wordt gevraagd, en niemand noemt die host", "en": "is asked, and not declared"},
        {
            "nl": "noem de host bij een ontvanger (`hosts`), of vraag daar niets",
            "en": "list the host with a recipient (`hosts`), or ask nothing there",
        },
    ),
    "in clear": (
        {"nl": "is te bereiken zonder versleuteling", "en": "is reached without encryption"},
        {"nl": "stuur iedereen naar https", "en": "send everybody to https"},
    ),
    "certificate not trusted": (
        {
            "nl": "heeft een certificaat dat dit systeem niet vertrouwt",
            "en": "has a certificate that this system does not trust",
        },
        {
            "nl": "vraag een certificaat aan dat browsers vertrouwen",
            "en": "get a certificate that browsers trust",
        },
    ),
    "certificate over": (
        {"nl": "heeft een verlopen certificaat", "en": "has a certificate that is over"},
        {"nl": "vernieuw het certificaat", "en": "renew the certificate"},
    ),
    "certificate of another": (
        {"nl": "heeft het certificaat van een andere site", "en": "has another site's certificate"},
        {"nl": "vraag er een aan voor deze naam", "en": "get one for this name"},
    ),
    "old connection": (
        {"nl": "kan geen TLS 1.2 of nieuwer", "en": "speaks no TLS 1.2 or newer"},
        {"nl": "zet TLS 1.2 en 1.3 aan", "en": "switch on TLS 1.2 and 1.3"},
    ),
    "certificate ends soon": (
        {"nl": "heeft een certificaat dat bijna verloopt", "en": "has a certificate about to end"},
        {"nl": "vernieuw het certificaat", "en": "renew the certificate"},
    ),
    "header missing": (
        {"nl": "stuurt de server niet mee", "en": "is not sent by the server"},
        {"nl": "stel de server zo in", "en": "let the server send it"},
    ),
    "does not arrive": (
        {"nl": "wat daarheen gaat komt niet aan", "en": "what is sent there does not arrive"},
        {"nl": "herstel het adres, of noem een ander", "en": "mend the address, or give another"},
    ),
    "table not in the backup": (
        {"nl": "tabel die niet in de reservekopie staat", "en": "table that is not in the backup"},
        {"nl": "neem haar op in de kopie", "en": "take it into the backup"},
    ),
    "column not in the backup": (
        {"nl": "kolom die niet in de reservekopie staat", "en": "column that is not in the backup"},
        {"nl": "maak een nieuwe kopie", "en": "make a new backup"},
    ),
    "empty in the backup": (
        {"nl": "tabel die leeg is in de reservekopie", "en": "table that is empty in the backup"},
        {"nl": "zoek uit waarom, en maak een nieuwe", "en": "find out why, and make a new one"},
    ),
    "backup cannot be read": (
        {"nl": "de reservekopie is niet te lezen", "en": "the backup cannot be read"},
        {"nl": "zet haar terug, en kijk opnieuw", "en": "put it back, and look again"},
    ),
    "backup of others": (
        {
            "nl": "de kopie heeft een ronde gezien die hier niet bekend is",
            "en": "the copy has seen a run that is not known here",
        },
        {"nl": "kies een kopie van deze database", "en": "take a backup of this database"},
    ),
    "backup without a mark": (
        {
            "nl": "wie deze kopie terugzet, krijgt geen waarschuwing",
            "en": "whoever puts this copy back is not warned",
        },
        {
            "nl": "maak de tabel voor merken: `gestand doctor --ddl`",
            "en": "make the table for marks: `gestand doctor --ddl`",
        },
    ),
    "to do again": (
        {
            "nl": "ronden sinds de kopie, die opnieuw gedaan worden als zij terugkomt",
            "en": "runs since the copy, which are done again when it comes back",
        },
        {"nl": "", "en": ""},
    ),
    "version not published": (
        {"nl": "de versie die nu geldt is niet gepubliceerd", "en": "is in force, not published"},
        {"nl": "publiceer haar: `gestand publish`", "en": "publish it: `gestand publish`"},
    ),
    "version published otherwise": (
        {
            "nl": "een versie heeft nu andere woorden dan toen zij verscheen",
            "en": "a version has other words now than when it was published",
        },
        {
            "nl": "zet terug wat verscheen, en geef nieuwe woorden een eigen dag",
            "en": "put back what was published, and give new words a day of their own",
        },
    ),
    "lapsed and published": (
        {
            "nl": "zegt dit nog, tot `gestand publish` het weglaat",
            "en": "still says it, until `gestand publish` leaves it out",
        },
        {"nl": "publiceer opnieuw: `gestand publish`", "en": "publish again: `gestand publish`"},
    ),
    "unfilled": (
        {"nl": "kolom die altijd leeg is", "en": "column that is always empty"},
        {"nl": "heeft iemand haar nodig?", "en": "does anybody need it?"},
    ),
}
"""By problem what it is, and how to mend it."""
