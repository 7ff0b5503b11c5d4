"""The words of the page on which a version of the statement is published."""

from __future__ import annotations

from collections.abc import Mapping

NL: Mapping[str, str] = {
    "title": "Publiceren",
    "lead": "Wat er in het beleid en de verklaring staat, en nog niet is gepubliceerd.",
    "only look": "U kunt hier kijken. Een collega met een andere rol publiceert.",
    "not yet": "Nog niet te publiceren",
    "not yet more": "Er klopt iets niet in het beleid, de gegevenskaart of de verklaring. "
                    "Gestand zegt wat, in het Engels:",
    "more wrong": "En nog {}. Een opdracht toont alles: gestand check",
    "nothing new": "Er is niets nieuws. Wat er staat, is gepubliceerd.",
    "new": "Wat wordt gepubliceerd",
    "new one": "De versie van {}.",
    "new reading": "De versie van {}, opnieuw: een certificaat verviel, of een taal kwam erbij.",
    "new older": "De versie van {}, die eerder nog niet was gepubliceerd.",
    "changes": "Wat er anders is",
    "first version": "Dit is de eerste versie.",
    "no words": "De twee versies hebben geen taal gemeen.",
    "plan": "Wat er dan meer of minder weg moet, zegt een opdracht:",
    "told": "Wie moet dit weten?",
    "told by": "Wat wezenlijk is, moet uiterlijk op {} zijn verteld.",
    "told how": "Vertellen gaat met een opdracht, die eerst de brief laat zien:",
    "told on": "Op {} is aan mensen verteld wat wezenlijk is.",
    "told late": "Mensen hadden dit uiterlijk op {} moeten weten, en dat is niet gebeurd. Stel de "
                 "ingangsdatum uit, of schrijf hieronder waarom het toch nu kan.",
    "told nobody": "Niemand hoeft dit vooraf te weten.",
    "kept": "Houden de databases zich eraan?",
    "kept well": "In {} van {} databases is gekeken. Er is geen belofte gebroken.",
    "kept not seen": "Niemand heeft gekeken. Gestand zegt waarom, in het Engels:",
    "broken": "Deze beloften zijn gebroken. Herstel dat eerst, of schrijf hieronder waarom het "
              "toch nu kan.",
    "to promises": "Bekijk de beloften",
    "do": "Publiceer",
    "field because": "Waarom dit toch nu wordt gepubliceerd",
    "hint because": "Uw reden wordt bewaard, met uw naam.",
    "sure": "Ik heb dit bekeken, en het klopt",
    "after": "Wat is gepubliceerd, verandert nooit meer. Het wordt getekend in het grootboek.",
    "to versions": "Alle versies",
    "stale": "Stuur het nog een keer",
    "stale more": "Deze pagina stond te lang open. Er is niets gepubliceerd.",
    "changed": "Er is intussen iets veranderd",
    "changed more": "Wat u zag, is er zo niet meer. Er is niets gepubliceerd. Bekijk het opnieuw.",
    "lacks": "Er ontbreekt iets",
    "lacks more": "Er is niets gepubliceerd. Kijk onderaan wat u nog moet doen.",
    "not sure": "Kruis aan dat u dit hebt bekeken.",
    "refused": "Dat kan nu niet",
    "refused more": "Er is niets gepubliceerd. Gestand zegt waarom, in het Engels:",
    "refused plainly": "Er is niets gepubliceerd.",
    "published": "Gepubliceerd",
    "published more": "Deze website toont het nu. Start andere programma's van Gestand opnieuw. "
                      "Pagina's in een map schrijft een opdracht: gestand publish",
}

EN: Mapping[str, str] = {
    "title": "Publish",
    "lead": "What stands in the policy and the statement, and was not published yet.",
    "only look": "You can look here. A colleague with another role publishes.",
    "not yet": "Not to be published yet",
    "not yet more": "Something is wrong in the policy, the data map or the statement. Gestand says "
                    "what:",
    "more wrong": "And {} more. A command shows all: gestand check",
    "nothing new": "There is nothing new. What is there was published.",
    "new": "What is published",
    "new one": "The version of {}.",
    "new reading": "The version of {}, once more: a certificate lapsed, or a language was added.",
    "new older": "The version of {}, which was not published before.",
    "changes": "What is different",
    "first version": "This is the first version.",
    "no words": "The two versions have no language in common.",
    "plan": "What has to go more, or less, then, a command says:",
    "told": "Who must know this?",
    "told by": "What is material has to be told by {}.",
    "told how": "A command tells it, which shows the letter first:",
    "told on": "On {} people were told what is material.",
    "told late": "People had to know this by {}, and were not told. Let it take effect later, or "
                 "write below why it can be now all the same.",
    "told nobody": "Nobody has to know this before.",
    "kept": "Do the databases keep it?",
    "kept well": "{} of {} databases were looked at. No promise is broken.",
    "kept not seen": "Nobody has looked. Gestand says why:",
    "broken": "These promises are broken. Mend that first, or write below why it can be now all "
              "the same.",
    "to promises": "See the promises",
    "do": "Publish",
    "field because": "Why this is published now all the same",
    "hint because": "Your reason is kept, with your name.",
    "sure": "I looked at this, and it is right",
    "after": "What was published never changes again. The ledger signs for it.",
    "to versions": "All versions",
    "stale": "Send it once more",
    "stale more": "This page was open for too long. Nothing was published.",
    "changed": "Something has changed in the meantime",
    "changed more": "What you saw is not like that any more. Nothing was published. Look at it "
                    "again.",
    "lacks": "Something is missing",
    "lacks more": "Nothing was published. See at the end what you have to do.",
    "not sure": "Tick that you looked at this.",
    "refused": "That cannot be done now",
    "refused more": "Nothing was published. Gestand says why:",
    "refused plainly": "Nothing was published.",
    "published": "Published",
    "published more": "This website shows it now. Start other programs of Gestand again. Pages in "
                      "a folder are written by a command: gestand publish",
}

PUBLISH_WORDS: Mapping[str, Mapping[str, str]] = {"nl": NL, "en": EN}
