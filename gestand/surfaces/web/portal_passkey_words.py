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
        "still": "Inloggen met een code uit de mail blijft ook mogelijk. Wilt u dat die alleen "
                 "niet genoeg is, zet dan ook een authenticator aan.",
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
        "still": "You can still sign in with a code from the mail. If that alone should not be "
                 "enough, turn on an authenticator as well.",
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
