"""The tables of own records."""

from __future__ import annotations

from django.db import models


class LedgerEntry(models.Model):
    """One entry of the ledger; nobody changes or removes one, and triggers see to that.

    Everything is text as it was sealed: a database that reads a moment or JSON could write it
    back in another way.
    """

    number = models.BigAutoField(primary_key=True)
    at = models.TextField()
    kind = models.TextField()
    told = models.TextField()
    link = models.TextField()

    class Meta:
        db_table = "gestand_ledger"
        indexes = [models.Index(fields=["kind", "number"], name="gestand_ledger_kind")]


class WrappedKey(models.Model):
    """A key for one thing, encrypted with the master key; to lose it is to lose that thing."""

    name = models.TextField(primary_key=True)
    sealed = models.BinaryField()
    until = models.TextField()

    class Meta:
        db_table = "gestand_key"


class MasterKey(models.Model):
    """By what the master key is known that wraps every key; there is one row."""

    which = models.TextField()

    class Meta:
        db_table = "gestand_master_key"


class Receipt(models.Model):
    """A receipt as it was written; once `closed` it is not changed any more."""

    number = models.BigIntegerField(primary_key=True)
    said = models.TextField()
    closed = models.SmallIntegerField()

    class Meta:
        db_table = "gestand_receipt"


class Line(models.Model):
    """A line of a list that is only added to, or emptied."""

    number = models.BigIntegerField(primary_key=True)
    said = models.TextField()

    class Meta:
        abstract = True


class Fact(Line):
    """A request or a decision."""

    class Meta:
        db_table = "gestand_fact"


class Intent(Line):
    """What a transaction in a store is about to do, until a receipt tells of it."""

    class Meta:
        db_table = "gestand_intent"


class FileToRemove(Line):
    """Files whose rows go or have gone."""

    class Meta:
        db_table = "gestand_file_to_remove"


class Correction(Line):
    """A correction, encrypted, that is done again when a backup brings the old value back."""

    class Meta:
        db_table = "gestand_correction"


class Disclosure(Line):
    """What became of data that somebody else was to be given: intended, made, refused, failed."""

    class Meta:
        db_table = "gestand_disclosure"


class OrderLine(Line):
    """What became of an order of an authority: received, decided."""

    class Meta:
        db_table = "gestand_order"


class BreachLine(Line):
    """A breach of personal data, or what became of one."""

    class Meta:
        db_table = "gestand_breach"


class NoticeLine(Line):
    """A notice to somebody who got data, or what became of one."""

    class Meta:
        db_table = "gestand_notice"


class CodeLine(Line):
    """A code that settles who asks, as a keyed digest, or what became of one."""

    class Meta:
        db_table = "gestand_code"


class PackageLine(Line):
    """A package that waits for its person, or what became of one."""

    class Meta:
        db_table = "gestand_package"


class OverrideLine(Line):
    """What was published although something stood in the way: who, and why."""

    class Meta:
        db_table = "gestand_override"


class LookLine(Line):
    """A look at a request of a person: who, which, and why."""

    class Meta:
        db_table = "gestand_look"


class HoldLine(Line):
    """A legal hold, or what became of one."""

    class Meta:
        db_table = "gestand_hold"


class WorkStep(models.Model):
    """A step of durable work that was begun and has not ended; the work itself is number 0."""

    work = models.TextField()
    number = models.BigIntegerField()
    step = models.TextField()
    state = models.TextField()
    told = models.TextField()

    class Meta:
        db_table = "gestand_work"
        constraints = [
            models.UniqueConstraint(fields=["work", "number"], name="gestand_work_step"),
        ]


class Consent(models.Model):
    """What somebody said about a purpose; who that was, and for which row, stands as a digest.

    `in_column` tells that a column of the organisation says the same.
    """

    number = models.BigIntegerField(primary_key=True)
    receipt = models.TextField(unique=True)
    kind = models.TextField()
    person = models.TextField()
    purpose = models.TextField()
    occasion = models.TextField()
    event = models.TextField()
    at = models.TextField()
    day = models.TextField()
    words = models.TextField()
    how = models.TextField()
    sealed = models.TextField()
    in_column = models.SmallIntegerField()

    class Meta:
        db_table = "gestand_consent"
        indexes = [
            models.Index(fields=["person", "purpose"], name="gestand_consent_person"),
            models.Index(fields=["occasion", "purpose"], name="gestand_consent_occasion"),
            models.Index(fields=["in_column", "event"], name="gestand_consent_column"),
        ]


class Suppressed(models.Model):
    """An address that is not to be used for direct marketing any more, as a keyed digest."""

    digest = models.TextField(primary_key=True)
    kind = models.TextField()
    since = models.TextField()
    source = models.TextField()

    class Meta:
        db_table = "gestand_suppressed"


REQUEST_STATES = (
    "received",
    "identity asked",
    "in hand",
    "details asked",
    "fee asked",
    "decided",
    "carried out",
    "recipients told",
    "answered",
    "complained of",
    "closed",
    "forwarded",
    "withdrawn",
    "not identified",
)
"""The states that the database takes: those of `core.request`, as a test sees to."""


class PersonRequest(models.Model):
    """A right that somebody asks for, as far as it has come; who that is stands as a digest.

    Those of one `message` came together; `version` counts what happened to this one. From
    `complained` on it says what follows from its events: `core.request_row` tells how.
    """

    number = models.BigIntegerField(primary_key=True)
    message = models.BigIntegerField()
    asked = models.TextField()
    channel = models.TextField()
    kind = models.TextField()
    person = models.TextField()
    received = models.TextField()
    state = models.TextField()
    version = models.BigIntegerField()
    complained = models.TextField(default="")
    extended = models.TextField(default="")
    ended = models.TextField(default="")
    effect = models.TextField(default="")
    lifted = models.TextField(default="")

    class Meta:
        db_table = "gestand_request"
        indexes = [
            models.Index(
                fields=["received", "complained", "extended", "asked", "state", "number"],
                condition=models.Q(ended=""),
                name="gestand_request_open",
            ),
            models.Index(
                fields=["kind", "person"],
                condition=models.Q(effect__gt=""),
                name="gestand_request_effect",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=REQUEST_STATES), name="gestand_request_state"
            ),
        ]


class RequestEvent(models.Model):
    """What happened to a request; `sealed` are the words of people, encrypted."""

    id = models.BigAutoField(primary_key=True)
    request = models.BigIntegerField()
    version = models.BigIntegerField()
    event = models.TextField()
    at = models.TextField()
    day = models.TextField()
    who = models.TextField()
    told = models.TextField()
    sealed = models.TextField()

    class Meta:
        db_table = "gestand_request_event"
        constraints = [
            models.UniqueConstraint(fields=["request", "version"], name="gestand_request_version"),
        ]


MAIL_STAGES = (
    "begun",
    "sent",
    "not sent",
    "refused",
    "unknown",
    "bounced",
    "waiting",
    "taken",
    "seen",
    "dropped",
    "set aside",
)
"""The stages that the database takes: those of `core.mail`, as a test sees to."""


class Mail(models.Model):
    """A message that went out or came in, as far as it has come; its text does not stand here.

    `place` is by what it is known for good, so that none is sent or taken twice. `ident` is a keyed
    digest of its name (Message-ID), `sealed` what is needed of it, encrypted.
    """

    number = models.BigIntegerField(primary_key=True)
    place = models.TextField(unique=True)
    way = models.TextField()
    ident = models.TextField()
    stage = models.TextField()
    at = models.TextField()
    told = models.TextField()
    sealed = models.TextField()
    version = models.BigIntegerField()
    request = models.BigIntegerField()
    thread = models.BigIntegerField()

    class Meta:
        db_table = "gestand_mail"
        indexes = [models.Index(fields=["ident"], name="gestand_mail_ident")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stage__in=MAIL_STAGES), name="gestand_mail_stage"
            ),
        ]


class Mailbox(models.Model):
    """How far a mailbox was read: the number of the newest message, and of which series it is.

    `begin` is the day before which all was left, or nothing.
    """

    name = models.TextField(primary_key=True)
    validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    begin = models.TextField()

    class Meta:
        db_table = "gestand_mailbox"


class Token(models.Model):
    """The token of a program, as a keyed digest: what it may do, until when, how often it did."""

    number = models.BigIntegerField(primary_key=True)
    digest = models.TextField(unique=True)
    name = models.TextField()
    acts_for = models.TextField()
    scopes = models.TextField()
    last = models.TextField()
    made = models.TextField()
    revoked = models.TextField()
    uses = models.BigIntegerField()
    seen = models.TextField()

    class Meta:
        db_table = "gestand_token"


class Repeated(models.Model):
    """What a program was answered under a key of its own; key and question are keyed digests."""

    digest = models.TextField(primary_key=True)
    question = models.TextField()
    status = models.SmallIntegerField()
    told = models.TextField()
    day = models.TextField()

    class Meta:
        db_table = "gestand_repeated"


class Hook(models.Model):
    """How far an address that is told of events has come with the entries of the ledger."""

    name = models.TextField(primary_key=True)
    after = models.BigIntegerField()
    sent = models.BigIntegerField()
    tries = models.BigIntegerField()
    failing = models.TextField()
    next_at = models.TextField()
    said = models.TextField()

    class Meta:
        db_table = "gestand_hook"
