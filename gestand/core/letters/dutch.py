"""The letters in Dutch, at level B1: short sentences, no Latin, one thing to do."""

from __future__ import annotations

from gestand.core.letters.model import Frame, Letter

DUTCH = Frame(
    subject="Uw bericht aan {controller}, nummer {case}",
    greeting="Beste lezer,",
    greeting_recipient="Beste relatie,",
    remedy=(
        "Vindt u dat wij het verkeerd zien? Schrijf dan naar {contact}. Iemand die nog niet bij uw "
        "verzoek betrokken was, bekijkt het dan opnieuw.",
        "U mag ook meteen een klacht sturen naar de {authority} ({authority_site}). En u mag de "
        "rechtbank vragen om te beslissen. Daarvoor hebt u zes weken, gerekend vanaf deze brief.",
    ),
    reserved="Soms moeten wij van de wet iets bewaren, en mogen wij daar niets over zeggen. Deze "
    "zin staat in elke brief van deze soort, en zegt dus niets over u.",
    unlooked="Wij hebben nog niet overal gekeken. In onze systemen staan lijsten waarin wij niet "
    "zochten: {unlooked}. Daar kunnen ook gegevens van u staan. Vraag ons dan om daar ook te "
    "kijken.",
    closing="Met vriendelijke groet,\n{signed_by}\n{controller}",
    rights={
        "access": "inzage in uw gegevens",
        "rectification": "verbetering van uw gegevens",
        "erasure": "wissen van uw gegevens",
        "restriction": "apart zetten van uw gegevens",
        "objection": "stoppen met een gebruik van uw gegevens",
        "withdrawal": "intrekken van uw toestemming",
        "portability": "meenemen van uw gegevens",
        "marketing": "stoppen met reclame",
    },
    letters={
        "received": Letter(
            "On the day on which a request comes in.",
            (
                "Op {received} kwam uw bericht bij ons binnen. Wij begrijpen dat u vraagt om: "
                "{right}. Bedoelt u iets anders? Laat het ons dan weten.",
                "Uiterlijk op {due} vertellen wij u wat wij hebben gedaan. Het kost u niets.",
            ),
        ),
        "identity": Letter(
            "When somebody wrote down why there is doubt who asks.",
            (
                "Wij geven uw gegevens alleen aan u. Nu weten wij nog niet zeker dat u het bent. "
                "De reden: {reason}.",
                "Wilt u daarom {method}? Stuur ons geen kopie van een paspoort of "
                "identiteitskaart.",
                "Tot wij dat weten, loopt de tijd voor ons antwoord niet door. Wat u voor deze "
                "controle stuurt, gooien wij daarna weg.",
            ),
        ),
        "identity not enough": Letter(
            "When an answer does not settle who asks.",
            (
                "Dank voor uw antwoord. Wij weten nog steeds niet zeker dat u het bent. De reden: "
                "{reason}.",
                "Wilt u {method}? Lukt dat niet, zeg het ons. Dan zoeken wij samen een andere weg.",
            ),
        ),
        "identity code": Letter(
            "With a code that proves that an address is theirs; `gestand code` fills it.",
            (
                "Iemand vroeg ons iets over uw gegevens. Was u dat? Stuur ons dan deze code, via "
                "{where}: {code}.",
                "De code geldt één keer, tot {until}. Geef hem aan niemand anders.",
                "Vroeg u niets? Dan hoeft u niets te doen. Zonder de code geven en wissen wij "
                "niets.",
            ),
        ),
        "sign-in code": Letter(
            "With a code to look at one's own data; the website sends it.",
            (
                "Uw code om in te loggen bij Mijn gegevens: {code}.",
                "Typ hem op {where}, in dezelfde browser waarin u erom vroeg. De code geldt één "
                "keer, tot {until}.",
                "Vroeg u dit niet? Dan hoeft u niets te doen. Geef de code aan niemand, ook niet "
                "aan ons.",
            ),
            subject="{controller}: inloggen bij Mijn gegevens",
        ),
        "package code": Letter(
            "With the code that opens an answer, and nothing else; `gestand package` sends it.",
            (
                "U vroeg ons iets over uw gegevens, en het antwoord staat klaar. Uw code om het te "
                "openen: {code}.",
                "Typ hem op {where}. De code telt tot {until}, {times} keer.",
                "Het antwoord zelf staat in geen bericht. Geef de code aan niemand, ook niet aan "
                "ons.",
            ),
        ),
        "shared address": Letter(
            "Where several people have the address of whoever wants to sign in.",
            (
                "Iemand wilde inloggen bij Mijn gegevens, met dit e-mailadres. Dat kan niet: bij "
                "ons hebben meer mensen dit adres. Wij weten dan niet wie er kijkt.",
                "Uw rechten hebt u gewoon. Vul het formulier in op {where}. Wij zoeken dan met u "
                "uit om wie het gaat.",
                "Vroeg u dit niet? Dan hoeft u niets te doen.",
            ),
            subject="{controller}: inloggen bij Mijn gegevens",
        ),
        "sign-in changed": Letter(
            "When somebody changed how they sign in to their own data; the website sends it.",
            (
                "Er is iets veranderd in hoe u inlogt bij Mijn gegevens: {what}.",
                "Was u dat? Dan hoeft u niets te doen.",
                "Was u het niet? Dan kan iemand anders bij uw mail, of bij uw apparaat. Log in op "
                "{where}, open de pagina over veilig inloggen, en haal weg wat niet van u is. Kies "
                "ook een ander wachtwoord voor uw mail.",
                "Kunt u niet meer inloggen? Laat het ons weten op {ask}.",
            ),
            subject="{controller}: inloggen bij Mijn gegevens",
        ),
        "passkey copied": Letter(
            "When a passkey counted back, so that there may be a copy; the website sends it.",
            (
                "Iemand wilde bij Mijn gegevens inloggen met uw passkey. Wij hebben dat geweigerd. "
                "Een passkey telt hoe vaak hij is gebruikt, en deze telde terug. Misschien is er "
                "dus een kopie van gemaakt. Het kan ook een fout in uw apparaat zijn.",
                "Log in op {where}, open de pagina over veilig inloggen, en haal uw passkeys weg. "
                "Maak daarna een nieuwe.",
                "Kunt u niet meer inloggen? Laat het ons weten op {ask}.",
            ),
            subject="{controller}: inloggen bij Mijn gegevens",
        ),
        "specify": Letter(
            "When there is a lot, and it may help to know what is looked for.",
            (
                "Wij hebben veel gegevens over u. Zoekt u iets bepaalds, zoals een bestelling of "
                "een periode? Dan vinden wij het sneller.",
                "U hoeft niet te kiezen. Wilt u alles, dan krijgt u alles.",
            ),
        ),
        "extension": Letter(
            "Before the first due date, where more time is needed.",
            (
                "U zou ons antwoord krijgen op {due}. Dat redden wij niet. De reden: {reason}.",
                "Het nieuwe moment is uiterlijk {until}. Wat al klaar is, krijgt u eerder.",
                "Bent u het daar niet mee eens? Schrijf naar {contact}, of stuur een klacht naar "
                "de {authority} ({authority_site}).",
            ),
        ),
        "access": Letter(
            "With the answer to a request for access.",
            (
                "Bij deze brief hoort een bestand met uw gegevens. Er staat bij waarom wij ze "
                "hebben, van wie ze komen, wie ze kreeg en hoe lang ze blijven.",
                "Zo opent u het: {how_to_open}. Dat kan tot en met {until}.",
                "U mag ons vragen iets te verbeteren, te wissen of apart te zetten. In het bestand "
                "staat hoe dat gaat.",
            ),
            reserved=True,
        ),
        "erased": Letter(
            "When all that was asked is gone.",
            (
                "Dit hebben wij gewist, voor zover wij dat mochten: {erased}.",
                "Wij hebben dit ook gevraagd aan wie de gegevens van ons kreeg: {recipients}.",
                "In reservekopieën staan ze nog tot en met {backups}. Tot die dag gebruikt niemand "
                "ze.",
            ),
            reserved=True,
        ),
        "corrected": Letter(
            "When a value was corrected.",
            (
                "Wij hebben verbeterd: {corrected}.",
                "Wij hebben dit doorgegeven aan wie de oude gegevens van ons kreeg: {recipients}.",
            ),
        ),
        "restricted": Letter(
            "When data are set apart.",
            (
                "Wij hebben uw gegevens apart gezet: {restricted}. Niemand gebruikt of verandert "
                "ze, en wij wissen ze niet.",
                "Gaan wij ze weer gebruiken, dan hoort u dat van tevoren.",
            ),
        ),
        "stopped": Letter(
            "When consent was withdrawn or marketing refused.",
            (
                "Sinds {stopped} doen wij dit niet meer: {what}.",
                "Om dat zo te houden, bewaren wij een onleesbaar kenmerk van uw adres. Verder "
                "gebruiken wij het niet. Wat wij eerder deden, mocht toen wel.",
            ),
        ),
        "portability": Letter(
            "With data that somebody takes along.",
            (
                "Bij deze brief hoort een bestand met de gegevens die u ons gaf. Programma's van "
                "anderen kunnen het lezen ({formats}).",
                "U kunt het ophalen tot en met {until}. Wilt u dat wij het rechtstreeks aan een "
                "ander sturen? Zeg dan aan wie.",
            ),
        ),
        "handed over": Letter(
            "With no data: they went straight to another controller; --request N fills it.",
            (
                "Op {handed} stuurden wij de gegevens die u ons gaf naar {receiver}. Daar is de "
                "ontvangst getekend.",
                "Wilt u weten wat er daar mee gebeurt? Vraag het dan daar. Bij ons verandert er "
                "niets aan uw gegevens.",
            ),
        ),
        "partly refused": Letter(
            "When a part is done, and a part is not.",
            (
                "Dit hebben wij gedaan: {done}.",
                "Dit doen wij niet: {kept}. Wij bewaren dat tot en met {until}, omdat {ground} "
                "({article}). Voor iets anders gebruiken wij het niet, en daarna verdwijnt het "
                "vanzelf.",
            ),
            remedy=True,
            reserved=True,
        ),
        "decided per item": Letter(
            "When it differs from one thing to another what was done; --request N fills it.",
            (
                "Dit deden wij met wat u vroeg, een voor een:\n{items}",
                "Wat blijft, gaat op zijn dag vanzelf weg. Tot die dag gebruiken wij het nergens "
                "anders voor.",
            ),
            remedy=True,
            reserved=True,
        ),
        "refused": Letter(
            "When nothing of it is done; --request N fills why.",
            (
                "Wij doen niet wat u vraagt. De reden: {ground} ({article}).",
                "Hier hebben wij naar gekeken: {looked_at}.",
            ),
            remedy=True,
        ),
        "not identified": Letter(
            "When it stays unclear who asks.",
            (
                "Wij weten niet zeker wie u bent, en dan mogen wij geen gegevens geven of wissen. "
                "Wij vroegen u om: {method}.",
                "Wilt u het opnieuw proberen? Dan beginnen wij opnieuw.",
            ),
            remedy=True,
        ),
        "no data": Letter(
            "When nothing is held about somebody.",
            (
                "Wij hebben gezocht en niets gevonden dat wij u kunnen laten zien. Wij keken in "
                "{searched}, met {keys}.",
                "Denkt u dat er toch iets is, bijvoorbeeld onder een ander adres? Laat het weten.",
            ),
            reserved=True,
        ),
        "fee": Letter(
            "When a fee is asked.",
            (
                "Voor dit verzoek vragen wij {amount}. De reden: {reason}.",
                "U kunt ook minder vragen, of stoppen. Dan betaalt u niets.",
            ),
            remedy=True,
        ),
        "complaint received": Letter(
            "When somebody does not agree with an answer.",
            (
                "Op {received} kregen wij uw klacht over ons antwoord. Een collega die er nog niet "
                "bij betrokken was, kijkt er nu opnieuw naar.",
                "Uiterlijk op {due} hoort u wat daaruit kwam.",
                "U hoeft daar niet op te wachten. U mag nu al een klacht sturen naar de "
                "{authority} ({authority_site}).",
                "U mag ook de rechtbank vragen om te beslissen. Doe dat binnen zes weken na ons "
                "antwoord: door uw klacht bij ons krijgt u daarvoor geen extra tijd.",
            ),
        ),
        "answer stands": Letter(
            "When a complaint changes nothing.",
            (
                "U was het niet eens met ons antwoord. Een collega die er eerst niet bij betrokken "
                "was, heeft er opnieuw naar gekeken.",
                "Ons antwoord blijft zoals het was. De reden: {reason}.",
            ),
            remedy=True,
        ),
        "forwarded": Letter(
            "When the data belong to a customer of ours.",
            (
                "Deze gegevens zijn niet van ons, maar van {customer}. Alleen die mag beslissen.",
                "Daarom hebben wij uw bericht op {forwarded} doorgestuurd. U krijgt van hen "
                "antwoord.",
            ),
        ),
        "request withdrawn": Letter(
            "When somebody takes back a request.",
            (
                "Op {withdrawn} liet u weten dat u uw verzoek intrekt. Wij stoppen ermee. Er "
                "verandert dus niets aan uw gegevens.",
                "Bedenkt u zich? Vraag het gerust opnieuw.",
            ),
        ),
        "late": Letter(
            "When the due date is over.",
            (
                "U had uiterlijk op {due} antwoord moeten krijgen. Dat is niet gelukt, en dat is "
                "onze fout.",
                "U krijgt het nu op {until}. U hoeft daar niet op te wachten om een klacht te "
                "sturen naar de {authority} ({authority_site}).",
            ),
        ),
        "restriction ends": Letter(
            "Before data that were set apart are used again.",
            (
                "Uw gegevens staan apart: {restricted}. Vanaf {from_day} gebruiken wij ze weer. De "
                "reden: {reason}.",
                "Wilt u dat niet? Zeg het ons vóór die dag, via {contact}.",
            ),
        ),
        "new version": Letter(
            "Before a new version of the statement takes effect; `gestand announce` fills it.",
            (
                "Op {effective} verandert onze privacyverklaring. Dit verandert er voor u:\n"
                "{changes}",
                "U hoeft niets te doen. Bent u het er niet mee eens, of wilt u weten wat wij van u "
                "hebben? Schrijf dan naar {contact}.",
                "U mag ook een klacht sturen naar de {authority} ({authority_site}).",
            ),
            subject="{controller}: onze privacyverklaring verandert op {effective}",
        ),
        "period over": Letter(
            "To a processor, when a run removed data at the end of their period.",
            (
                "U verwerkt voor ons gegevens (kenmerk {reference}). Van een deel is de "
                "bewaartermijn voorbij: {data}.",
                "Wilt u daarvan alles wissen waarvan de termijn op {until} voorbij was, met elke "
                "kopie? Bevestig het ons uiterlijk op {confirm_by}. Kan het niet, schrijf ons dan "
                "waarom.",
            ),
            to_recipient=True,
        ),
        "to recipient": Letter(
            "To whoever got data, after a rectification, erasure or restriction (article 19).",
            (
                "Op {given} kreeg u van ons gegevens (kenmerk {reference}).",
                "Wilt u {action}? Dat is: {data}. Bevestig het ons uiterlijk op {confirm_by}. Kan "
                "het niet, schrijf ons dan waarom.",
            ),
            to_recipient=True,
        ),
        "to processor": Letter(
            "To a processor, after a rectification, erasure or restriction (article 19).",
            (
                "U verwerkt gegevens voor ons (kenmerk {reference}). Het gaat om {known}.",
                "Wilt u {action}? Dat is: {data}. Bevestig het ons uiterlijk op {confirm_by}. Kan "
                "het niet, schrijf ons dan waarom.",
            ),
            to_recipient=True,
        ),
        "to publisher": Letter(
            "To whoever shows what was published, after an erasure (article 17(2)).",
            (
                "Wij hebben gegevens van iemand openbaar gemaakt. U toont die, of verwijst ernaar "
                "(kenmerk {reference}). Het gaat om {known}.",
                "Deze persoon vroeg ons om die gegevens te wissen. Wilt u {action}? Een "
                "zoekmachine vragen wij om ze niet meer te vinden. Bevestig het ons uiterlijk op "
                "{confirm_by}.",
            ),
            to_recipient=True,
        ),
    },
)
