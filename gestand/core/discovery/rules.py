"""What names of columns say of what stands in them: small tables, Dutch and English.

Each rule looks for words as `naming` gives them, with a space around each. The first that is met
counts, so what is exact stands before what is general.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gestand.core.discovery.grades import CONTENT, IDENTIFIER


@dataclass(frozen=True)
class Rule:
    """Words in a name, and what they say; `about` says that the table must be about people, and
    `owned` that it must be, or that its rows must be somebody's.

    `any_kind` also takes numbers, dates and bytes: most data are texts.
    """

    words: re.Pattern[str]
    category: str
    sure: float
    grade: str = IDENTIFIER
    about: bool = False
    any_kind: bool = False
    owned: bool = False


def _rule(  # noqa: PLR0913  # three of them are seldom given
    words: str,
    category: str,
    sure: float,
    grade: str = IDENTIFIER,
    *,
    about: bool = False,
    any_kind: bool = False,
    owned: bool = False,
) -> Rule:
    return Rule(re.compile(f" (?:{words}) "), category, sure, grade, about, any_kind, owned)


def _ends(words: str, category: str, sure: float, grade: str) -> Rule:
    """Return a rule about the end of a name: the reply to a message is one, its key is not."""
    return _rule(f"(?:{words})(?: {_MORE})?(?= $)", category, sure, grade)


_MORE = (
    "(?:private|public|internal|admin|text|html|raw|plain|original|clean|short|long|full|cached"
    "|rendered)"
)

RULES: Sequence[Rule] = (
    _rule(
        "bsn|sofi|sofi number|ssn|social security|passport"
        "|national (?:id|number|insurance|registration number)"
        "|passport number|id ?card|(?:driving|drivers?) licen[cs]e|burgerservicenumber"
        "|identity number"
        "|document number|nin|vat id|tax id|rijksregister\\w*|niss|nhs number|steuer ?id"
        "|steuernummer|codice fiscale|fiscal code|personnummer|pesel|visa number|residence permit",
        "national number", 0.9, any_kind=True,
    ),
    _rule(
        "iban|bank account|account number|bankaccount|bic|credit ?card|card number|cardnumber"
        "|rekening|tenaamstelling|account holder|card (?:number|pan)",
        "bank account", 0.9, any_kind=True,
    ),
    _rule("birth date|birth|date of birth|birth year|birth place", "birth", 0.92, CONTENT,
          any_kind=True),
    _rule("user agent|user ?agent|ua", "device", 0.9, CONTENT),
    _rule("(?:x )?forwarded for|subnet", "ip address", 0.8),
    _rule("ip|ip address|remote (?:addr|address|host|ip)|client ip|hostip", "ip address", 0.93,
          any_kind=True),
    _rule("device|fingerprint|imei|mac address", "device", 0.6, CONTENT, owned=True),
    _rule("reply to|replyto|mailto|bcc|(?:cc|recipient|notify|subscriber) (?:list|addresses)",
          "email", 0.8),
    _rule("email(?: (?:old|new|work|home|private|personal|other|backup|alternative))?(?= $)"
          "|email address", "email", 0.95),
    _rule("vcard|vcf|(?:v|contact )?card data", "name", 0.9),
    _rule("(?:calendar|caldav|event|ical) (?:data|object)|ical|ics|icalendar", "text", 0.8,
          CONTENT),
    _rule("last (?:login|seen|visit|access|online|sign in)", "activity", 0.8, CONTENT,
          any_kind=True),
    _rule("(?:first|current) (?:login|access|visit)|last (?:active|activity|order|purchase)",
          "activity", 0.7, CONTENT, about=True, any_kind=True),
    _rule("last (?:read|viewed|view|opened|listened|watched|played|searched)", "activity", 0.65,
          CONTENT, owned=True, any_kind=True),
    _rule("phone|phone number|contact number|whatsapp", "phone", 0.95, any_kind=True),
    _rule(
        "first name|last name|middle name|initials|given name|family name|maiden name"
        "|prefix name|suffix name|name prefix|name suffix|middle names|contact person"
        "|signatory|meisjesname|real name"
        "|birth name|preferred name|contact name|call name|legal name|former name|stage name"
        "|pen name|artist name|emergency contact|noodcontact|huisarts|general practitioner"
        "|witness name|signed name",
        "name", 0.95,
    ),
    _rule("(?:user|login|screen|nick) name|login|account name|handle", "username", 0.9),
    _rule(
        "(?:bill|billing|invoice|factuur|deliver|delivery|aflever|ship|shipping|recipient|buyer"
        "|customer|contact|sender|payer|guest|debtor|attn|owner|author|patient|reporter"
        "|requester|student|employee|member) name",
        "name", 0.85,
    ),
    _rule("(?:actor|performer|editor|creator|assignee|approver|moderator|submitter|uploader) name",
          "username", 0.75),
    _rule("(?:deliver|ship|bill|aflever) to|attn", "address", 0.6),
    _rule("street|house number|address line|addressline|po box|postbus|house ?no", "address", 0.9,
          any_kind=True),
    _rule("zip|postal|postal code|zip code", "address", 0.85),
    _rule("city|residence|woon city|locality|extended address|municipality|gemeente|hometown"
          "|home city", "address", 0.8),
    _rule("(?:address )?line(?: (?:one|two|three|four))?(?= $)|county|district|suburb", "address",
          0.75, about=True),
    _rule("address", "address", 0.85),
    _rule("licen[cs]e plate|kenteken|number plate|plate number", "licence plate", 0.9),
    _rule(
        "linkedin|twitter|facebook|instagram|skype|github|gitlab|telegram|jabber|xmpp|icq|mastodon"
        "|discord|social(?: networks?)?|slack user|openid|oauth user|ldap|external user|google",
        "online account", 0.8, any_kind=True,
    ),
    _rule(
        "bluesky|fediverse|codeberg|liberapay|patreon|keybase|orcid|bitbucket|stack ?overflow"
        "|tiktok|youtube|reddit|pinterest|snapchat|wechat|viber|xing|twitch|strava|paypal|ko ?fi",
        "online account", 0.75, any_kind=True, owned=True,
    ),
    _rule("matrix|irc|signal|threads|steam|spotify|apple|microsoft|azure|okta|saml|oidc|sso|upn"
          "|sam account name|principal name|distinguished name|dn", "online account", 0.65,
          about=True, any_kind=True),
    _rule(
        "(?:customer|member|student|patient|employee|personnel|client|policy|card|lid|leerling"
        "|relatie|debiteur|medewerker|pupil) (?:number|code)",
        "client number", 0.8, any_kind=True,
    ),
    _rule("gender", "gender", 0.85, CONTENT, any_kind=True),
    _rule("nationality|citizenship", "nationality", 0.85, CONTENT),
    _rule("picture|profile picture|profile image|gravatar", "picture", 0.75, CONTENT,
          about=True),
    _rule(
        "diagnos\\w+|medication|medicatie|medicine|allerg\\w+|blood|bloed|anamnes\\w*|symptom\\w*"
        "|medical|medisch\\w*|health|disability|complaint|klacht\\w*|treatment|behandeling"
        "|prescription|dosage|dosering|findings|bevinding\\w*|drugs?|geneesmiddel|vaccin\\w*|weight"
        "|blood type",
        "health", 0.75, CONTENT,
    ),
    _rule("diet|dietary|dieet\\w*|blood group|handicap", "health", 0.65, CONTENT, owned=True),
    _rule("religion|geloof|ethn\\w*|race|sexual|union|political|belief", "belief", 0.75, CONTENT),
    _rule("salary|income|inkomen|hourly rate|uurloon|pay grade", "salary", 0.85, CONTENT,
          any_kind=True),
    _rule("latitude|longitude|lat|lng|lon|gps|geo|geolocation|coordinates", "location", 0.6,
          CONTENT, owned=True, any_kind=True),
    _rule("full name|gecos|fn|sort name|name sort|phonetic name|partner name", "name", 0.9,
          about=True),
    # What makes people found repeats what they are called.
    _rule("words|search(?:able)? (?:text|words|terms|index|vector|data|name)|tsv|full ?text"
          "|search vector", "name", 0.7, about=True),
    _rule("ss", "national number", 0.7, about=True),
    _rule("location|hometown", "location", 0.65, CONTENT, about=True),
    _rule("agent|browser", "device", 0.7, CONTENT, about=True),
    _rule("alias|spouse|partner|assistant|next of kin|aka|(?:also )?known as|mother|father|moeder"
          "|vader", "name", 0.65, about=True),
    _rule("im address|im handle|im", "online account", 0.75, about=True),
    _rule("(?:pgp|smime|gpg) (?:public )?key", "online account", 0.6, about=True),
    _rule("anniversary|wedding(?: date)?", "birth", 0.7, CONTENT, about=True, any_kind=True),
    _rule("company|employer|werkgever|department|afdeling", "company", 0.7, CONTENT, about=True),
    _rule("job title|function|functie|position|profession|beroep|occupation|job", "function", 0.7,
          CONTENT, about=True),
    _rule("(?:marital|civil) status|burgerlijke staat|mother tongue|moedertaal|education|opleiding"
          "|degree|(?:t ?shirt|shoe|clothing) size|kleding ?maat|availability|beschikbaar\\w*",
          "text", 0.65, CONTENT, about=True, any_kind=True),
    _rule("homepage|home page", "website", 0.7, CONTENT, owned=True),
    _rule("website|web ?site|url(?= $)", "website", 0.7, CONTENT, about=True),
    _rule("age|leeftijd", "birth", 0.75, CONTENT, about=True, any_kind=True),
    _rule("signature|bio|biography|about|about me|motto|interests|hobbies", "text", 0.8, CONTENT,
          about=True),
    _rule("(?:country|province|provincie|region|state)(?= $)", "address", 0.6, about=True),
    _rule("cv|resume|motivation|motivatie|cover letter|letter|brief", "document", 0.8, CONTENT),
    _rule("grade|mark|score|cijfer|result|results|rapport", "result", 0.6, CONTENT, about=True,
          any_kind=True),
    _rule("preferences?|prefs?|settings?|options|lang|language|locale|time ?zone|tz",
          "preference", 0.7, CONTENT, about=True),
)  # fmt: skip
"""Of a name that stands for itself, wherever it stands (or, with `about`, in a table of people)."""

WRITTEN: Sequence[Rule] = (
    _ends("comment|message|body|feedback|reaction|reply|answer|review|post|chat|remark",
          "text", 0.85, CONTENT),
    _ends("question|complaint|request text|reason|explanation|motivation|testimonial|story",
          "text", 0.7, CONTENT),
    _ends("subject", "text", 0.7, CONTENT),
    _ends("instructions|special requests?|wishes|wensen|bijzonderheden|abstract|synopsis|pitch"
          "|outline|(?:status|away|vacation|welcome) (?:text|message)|auto ?reply|biography",
          "text", 0.65, CONTENT),
    _ends("note", "note", 0.8, CONTENT),
    _ends("change ?log|edit summary|log message|commit message", "text", 0.7, CONTENT),
    _ends("description|text|content|summary|title|caption|headline|excerpt|transcript",
          "text", 0.6, CONTENT),
    _ends("(?:file|document|attachment|original|upload) (?:name|path)|filename", "document", 0.7,
          CONTENT),
    _ends("referr?er|request ur[il]|request path|visited ur[il]", "activity", 0.6, CONTENT),
    _ends("search|query|search term|keywords?|filter|reg ?exp?|regex", "activity", 0.5, CONTENT),
    _ends("location|place|venue|whereabouts", "location", 0.55, CONTENT),
    _ends("headers?|raw|envelope|from|to|cc|bcc|sender|recipients?|mime", "text", 0.6, CONTENT),
    _ends("data|payload|details?|params?|parameters|value|old value|new value|changes?|diff|before"
          "|after|snapshot|context|meta|metadata|extra|serialized|properties|attributes|session",
          "activity", 0.5, CONTENT),
)  # fmt: skip
"""Of a name that says something only in a row that is somebody's, or that somebody wrote."""

HASHES = re.compile(
    r" (?:secret|token|api key|apikey|private key|access key|auth key|authkey|session key"
    r"|activation (?:key|code)|(?:act|invite|confirm) key|reset (?:key|code|token)"
    r"|verification (?:key|code)|otp|totp|pin"
    r"|pin code|pincode|salt|nonce|credentials?|password(?: hash| digest)?|secret key"
    r"|webhook secret"
    r"|signing key|recovery codes?|backup codes?|session id|sess id|sessid|csrf|remember|passkey"
    r"|auth code|authorization code|verifier|confirm(?:ation)? (?:key|code)|invite code|ssh key"
    r"|key auth|auth secret|encrypted|psk|(?:pre ?)?shared key|(?:security|secret) (?:answer|code)"
    r"|one time (?:code|password|key)|(?:login|magic|unlock|recovery) (?:key|code|hash|link)"
    r"|(?:unsubscribe|rss|feed|atom|ical|webcal|share|sharing|invitation|signup|registration|join)"
    r" (?:key|code|hash|secret)|(?:session|auth|login) cookie|jwt|bearer|webauthn|fido|hotp|mfa"
    r"|credential id|key handle|two factor (?:secret|code|key)|(?:api|consumer) secret"
    r"|(?:verify|email) (?:key|code|hash)) "
)
"""Names of what lets somebody in."""

OPENING = frozenset(
    {"session", "token", "apitoken", "credential", "apikey", "secret", "remember", "otp", "passkey"}
)
"""Words of tables whose rows open something as a whole."""

ADMITTING = frozenset(
    """
    invitation invite confirmation verification activation authenticator webauthn fido grant mfa
    emailconfirmation passwordreset uitnodiging
    """.split()
)
"""Words of tables whose rows have something in them that lets somebody in: a code, or a key."""

ORDERED = frozenset("order invoice basket cart quote wishlist bestelling factuur offerte".split())
GOODS = frozenset({"line", "item", "regel", "discount", "orderdiscount", "surcharge", "korting"})
"""What tables are called after, one of both, of which each row is of a product that is ordered."""

FAILURES = frozenset("error exception traceback crash failure fout".split())
"""What tables are called after in which an application tells how it failed."""

FILES = frozenset({"file", "attachment", "document", "upload", "bijlage", "bestand", "download"})
"""What tables of files are called after."""

NEVER = re.compile(
    r"^ (?:can|has|min|max|is|num|nb|count|default|attr|field|column) "
    r"|^ (?:api|smtp|imap|pop|bind|proxy|db|database|ftp|ldap|service|mailserver|onvif) "
    r"(?:user name|login|user|account) $"
    r"| (?:disk|stored|storage|temp|tmp|hashed) (?:file name|filename|directory) $"
    r"| (?:error(?: (?:message|text|str))?|err ?str|last error|traceback|exception|stack ?trace) $"
    r"| (?:type|status|count|total|sort|order|position number|version|format|lang|locale|language"
    r"|timezone|theme|currency|enabled|active|verified|confirmed|is|has|template|mime type|md5|etag"
    r"|checksum|color|colour|icon|slug|limit|max|min|size|width|height|weight unit|expires?|expiry"
    r"|attempts|changed|sent|at|on|until|algorithm|provider|driver|class|model|table|column|algo"
    r"|(?:event|class|model|table|column|attribute|template|route|queue|index|host|domain) name"
    r"|counter|nb) $"
)
"""How a name ends that tells of something else than a value about a person."""

NUMBERS_OF_LETTERS = re.compile(
    r" (?:message id|in reply to|references|msg ?id|message uid)(?: hash)? $"
)
"""Names of the numbers that letters have, which look like addresses."""
