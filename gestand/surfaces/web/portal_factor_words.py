"""The words of the pages about safe sign-in of people, in each language."""

from __future__ import annotations

from collections.abc import Mapping

_NL: Mapping[str, str] = {
    "second": "Nog een code",
    "second lead": "Uw code uit de mail klopt. Typ nu de code die uw authenticator laat zien.",
    "safe": "Veilig inloggen",
    "safe lead": "Wie uw e-mail kan lezen, kan hier inloggen. U kunt zorgen dat daar meer voor "
                 "nodig is.",
    "authenticator": "Authenticator",
    "is off": "Dit staat nog uit. Een authenticator is een app op uw telefoon, of een "
              "wachtwoordkluis. Die laat steeds een nieuwe code zien. Zet u hem aan, dan vragen "
              "wij na de code uit de mail ook die code.",
    "on": "Dit staat aan. Na de code uit de mail vragen wij ook de code van uw authenticator.",
    "off lead": "Wilt u dit niet meer? Typ de code die uw authenticator nu laat zien.",
    "scan": "Scan dit met uw authenticator. Of neem de sleutel over.",
    "picture": "QR-code voor een authenticator",
    "key": "Sleutel",
    "address": "Als adres",
    "code": "Code",
    "code hint": "Zes cijfers. Elke code geldt een halve minuut, en telt één keer.",
    "sign in": "Ga verder",
    "keep": "Zet aan",
    "off": "Zet uit",
    "wrong": "Deze code klopt niet, of is al gebruikt. Wacht op de volgende.",
    "stale": "Deze pagina stond te lang open. Probeer het nog een keer.",
    "turned on": "Uw authenticator staat aan. Bent u ergens anders ingelogd, dan is dat nu "
                 "afgelopen. Staat hieronder een passkey die u niet kent? Haal hem dan weg.",
    "turned off": "Uw authenticator staat uit. De code uit de mail is weer genoeg, tenzij u "
                  "hieronder koos voor een passkey.",
    "lost": "Authenticator kwijt?",
    "lost more": "Vul het formulier in. Daar staat al in dat u hem kwijt bent, en uw gegevens wilt "
                 "zien. Wij stellen eerst vast wie u bent, op een andere manier dan met een mail. "
                 "Daarna halen twee medewerkers hem weg. Na het versturen leest u wanneer u "
                 "uiterlijk antwoord hebt. Bewaar de sleutel ook ergens anders, dan is dit niet "
                 "nodig.",
    "lost text": "Ik kan niet meer inloggen: ik ben mijn authenticator of mijn passkeys kwijt.",
    "lost form": "Naar het formulier",
}

_EN: Mapping[str, str] = {
    "second": "One more code",
    "second lead": "Your code from the mail is right. Now type the code that your authenticator "
                   "shows.",
    "safe": "Safe sign-in",
    "safe lead": "Whoever reads your mail can sign in here. You can see to it that this takes "
                 "more.",
    "authenticator": "Authenticator",
    "is off": "This is off. An authenticator is an app on your phone, or a password manager, that "
              "shows a new code each half minute. Once it is on we ask for that code too, after "
              "the one from the mail.",
    "on": "This is on. After the code from the mail we ask for the code of your authenticator.",
    "off lead": "Do you not want this any more? Type the code that your authenticator shows now.",
    "scan": "Scan this with your authenticator, or copy the key.",
    "picture": "QR code for an authenticator",
    "key": "Key",
    "address": "As an address",
    "code": "Code",
    "code hint": "Six digits, each shown for half a minute. Each code counts once.",
    "sign in": "Go on",
    "keep": "Turn it on",
    "off": "Turn it off",
    "wrong": "This code is not right, or was used already. Wait for the next one.",
    "stale": "This page was open for too long. Try once more.",
    "turned on": "Your authenticator is on. If you were signed in elsewhere, that is over now. If "
                 "you see a passkey below that is not yours, remove it.",
    "turned off": "Your authenticator is off. The code from the mail is enough again, unless you "
                  "chose a passkey below.",
    "lost": "Lost your authenticator?",
    "lost more": "Fill in the form. It says already that you lost it, and want to see your data. "
                 "We first settle who you are, in another way than by a mail. Then two members of "
                 "staff take it away. Once you sent it you read by which day you have an answer. "
                 "Keep the key somewhere else as well, and you will not need this.",
    "lost text": "I cannot sign in any more: I lost my authenticator or my passkeys.",
    "lost form": "To the form",
}

FACTOR_WORDS: Mapping[str, Mapping[str, str]] = {"nl": _NL, "en": _EN}
