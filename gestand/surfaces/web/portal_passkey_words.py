"""The words about passkeys on the pages of people, in each language."""

from __future__ import annotations

from collections.abc import Mapping

PASSKEY_WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "or": "Of met een passkey",
        "or more": "Hebt u hier eerder een passkey gemaakt? Dan hebt u geen code nodig.",
        "sign in": "Inloggen met een passkey",
        "failed": "Het is niet gelukt. Probeer het nog een keer, of log in met een code.",
        "no passkey": "Met deze passkey lukt het niet",
        "no passkey why": "Probeer het nog een keer. Lukt het weer niet? Misschien hebt u hem "
                          "weggehaald, of is uw e-mailadres veranderd. Log in met een code. "
                          "Daarna kunt u een nieuwe maken.",
        "passkeys": "Passkeys",
        "lead": "Met een passkey logt u in zonder code: met uw vinger, uw gezicht of de pincode "
                "van uw apparaat. Wij bewaren alleen het openbare deel, en weten dus niets van uw "
                "vinger of gezicht.",
        "mail": "De code uit de mail",
        "still": "Inloggen met alleen een code uit de mail kan ook nog. Wie uw mail kan lezen, "
                 "komt dus binnen. Zet u dat uit, dan vragen wij een passkey, of de code van uw "
                 "authenticator als die aan staat. Raakt u die allemaal kwijt? Dan stellen wij "
                 "eerst vast wie u bent.",
        "no mail": "Inloggen met alleen een code uit de mail kan niet. Dat kan weer als u het hier "
                   "aanzet, of als u uw laatste passkey weghaalt.",
        "only": "Alleen een code is niet genoeg",
        "let mail": "Een code is weer genoeg",
        "mail off": "Alleen een code uit de mail is niet meer genoeg. Bent u ergens anders "
                    "ingelogd, dan is dat nu afgelopen.",
        "mail on": "Een code uit de mail is weer genoeg.",
        "only passkey": "Log in met een passkey",
        "only passkey why": "Uw code klopt, maar u hebt gekozen dat die alleen niet genoeg is. "
                            "Hebt u geen passkey meer, of is uw e-mailadres sindsdien veranderd? "
                            "Vul dan het formulier in. Klopt de tekst die daar staat niet? Pas hem "
                            "aan. Wij stellen eerst vast wie u bent.",
        "none": "U hebt nog geen passkey.",
        "of": "Passkey van {}",
        "remove": "Haal weg",
        "add": "Maak een passkey",
        "not added": "Er is geen passkey gemaakt. Probeer het nog een keer.",
        "no script": "Een passkey maken kan hier niet. Uw browser draait geen script, kent geen "
                     "passkeys, of is op een ander adres van deze website.",
        "added": "Uw passkey is gemaakt. De volgende keer kunt u ermee inloggen.",
        "removed": "De passkey is weggehaald. Hij staat misschien nog op uw apparaat. Wis hem daar "
                   "zelf.",
    },
    "en": {
        "or": "Or with a passkey",
        "or more": "Did you make a passkey here before? Then you need no code.",
        "sign in": "Sign in with a passkey",
        "failed": "It did not work. Try once more, or sign in with a code.",
        "no passkey": "This passkey does not work here",
        "no passkey why": "Try once more. If it fails again, perhaps you removed it, or your "
                          "e-mail address has changed. Sign in with a code. After that you can "
                          "make a new one.",
        "passkeys": "Passkeys",
        "lead": "With a passkey you sign in without a code: by your finger, your face or the PIN "
                "of your device. We keep the public part of it only, and know nothing of your "
                "finger or face.",
        "mail": "The code from the mail",
        "still": "A code from the mail alone is still enough to sign in, so whoever reads your "
                 "mail gets in. Turn that off, and we ask for a passkey, or for the code of your "
                 "authenticator if it is on. If you lose all of these, we first settle who you "
                 "are.",
        "no mail": "A code from the mail alone is not enough to sign in. It is again once you turn "
                   "that on here, or remove your last passkey.",
        "only": "A code alone is not enough",
        "let mail": "A code is enough again",
        "mail off": "A code from the mail alone is not enough any more. If you were signed in "
                    "elsewhere, that is over now.",
        "mail on": "A code from the mail is enough again.",
        "only passkey": "Sign in with a passkey",
        "only passkey why": "Your code is right, and you chose that it alone is not enough. Do you "
                            "have no passkey any more, or has your e-mail address changed since? "
                            "Fill in the form, and change what it says where that is not it. We "
                            "first settle who you are.",
        "none": "You have no passkey yet.",
        "of": "Passkey of {}",
        "remove": "Remove it",
        "add": "Make a passkey",
        "not added": "No passkey was made. Try once more.",
        "no script": "You cannot make a passkey here. Your browser runs no script, knows no "
                     "passkeys, or is at another address of this website.",
        "added": "Your passkey was made. Next time you can sign in with it.",
        "removed": "The passkey was removed. It may still be on your device. Delete it there "
                   "yourself.",
    },
}  # fmt: skip
