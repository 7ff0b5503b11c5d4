"""What officers do on their pages, and by which command and which question of a program it is done.

The page of the reference about the API shows it. A test compares it with the pages themselves, so
that what a page learns is seen to be missing here on the same day.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Act:
    """Something that is done: on `pages` of officers, as `PAGE` or `PAGE: WHAT` names it.

    `commands` do the same, and `routes` are the questions of programs, by their names. Where there
    are none, `why` says why programs do not.
    """

    means: str
    pages: tuple[str, ...]
    commands: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    why: str = ""


_OF_PEOPLE = "it is how a person gets in; a program has a token"

ACTS = (
    Act(
        "Sign in, with a second factor, and out",
        ("login", "login: send", "second", "second: send", "logout: send"),
        why=_OF_PEOPLE,
    ),
    Act(
        "Keep an authenticator, and have that of a colleague taken away",
        ("factor", "factor: code", "factor: ask", "factor: remove"),
        why=_OF_PEOPLE,
    ),
    Act(
        "See which requests are open, and what presses", ("cases",), ("request", "alarms"),
        ("listRequests", "listDue", "listMessages"),
    ),
    Act(
        "Read a request; what people wrote only with a reason", ("case", "case: look"),
        ("request",), ("showRequest",),
    ),
    Act(
        "Settle who asks",
        ("case: ask-identity", "case: settle-identity", "case: not-identified"),
        ("request", "code"), ("goOnWithRequest",),
    ),
    Act(
        "Ask for details or a fee, extend, narrow, hold parts",
        ("case: suspend", "case: resume", "case: narrow", "case: extend", "case: ask-fee",
         "case: settle-fee", "case: hold", "case: release"),
        ("request",), ("goOnWithRequest",),
    ),
    Act(
        "Decide on each thing; a second person confirms a refusal",
        ("case: decide", "case: confirm"), ("request",), ("goOnWithRequest",),
    ),
    Act(
        "See what carrying a request out would do, decide about rows that must be weighed, and "
        "carry it out",
        ("case: carry-out",), ("request", "plan", "decide", "apply"),
        ("previewRequest", "decideOnRows", "carryOutRequest"),
    ),
    Act(
        "Let an answer be fetched: its code told or mailed, another one given, taken away",
        ("case: carry-out", "case: new-code"), ("package",),
        ("carryOutRequest", "giveAnswerAnew", "listPackages", "showPackage", "goOnWithPackage"),
    ),
    Act(
        "Hand what somebody takes along over straight to another organisation",
        ("case: hand-over",), ("request",),
        why="a person looks where it goes and, where nobody knows whether it arrived, asks",
    ),
    Act(
        "Take away the authenticator that somebody lost, two people together",
        ("case: second-ask", "case: second-confirm"), ("keys",),
        ("showAuthenticator", "letAuthenticatorGo"),
    ),
    Act(
        "Tell recipients, and say of each that it was",
        ("case: tell-recipients", "case: find-notices", "case: notice", "logs: notices"),
        ("notices", "request"),
        ("findNotices", "listNotices", "showNotice", "goOnWithNotice", "goOnWithRequest"),
    ),
    Act(
        "Answer, refuse, forward, withdraw, close",
        ("case: answer", "case: refuse", "case: forward", "case: withdraw", "case: close"),
        ("request",), ("goOnWithRequest",),
    ),
    Act(
        "End a restriction, after it was announced", ("case: announce-lift", "case: lift"),
        ("request",), ("goOnWithRequest",),
    ),
    Act(
        "Take in a complaint about an answer, and uphold the answer",
        ("case: complain", "case: uphold"), ("request",), ("goOnWithRequest",),
    ),
    Act(
        "Write a letter, see all of it, send it",
        ("letters", "letters: show", "letters: send"), ("letter", "send"),
        ("listLetters", "previewLetter", "sendLetter"),
    ),
    Act(
        "Read a message that waits, and say what it is; say what became of a letter",
        ("message", "message: look", "message: request", "message: question", "message: nothing",
         "message: arrived", "message: again"),
        ("mail",), ("listMessages", "showMessage", "goOnWithMessage"),
    ),
    Act("See of each promise whether it is kept", ("promises",), ("promises",), ("listPromises",)),
    Act("See what falls due in the months to come", ("forecast",), (), ("tellForecast",)),
    Act("Read the registers of processing", ("registers",), ("registers",), ("listRegisters",)),
    Act(
        "Read the logs",
        ("logs", "logs: consents", "logs: disclosures", "logs: orders", "logs: breaches",
         "logs: holds"),
        ("registers", "consents", "disclosures", "order", "breach", "hold"),
        ("listLogs", "listDisclosures", "listOrders", "listBreaches", "listHolds"),
    ),
    Act("See who looked at what somebody wrote", ("logs: looks",), (), ("listLooks",)),
    Act(
        "See the versions of the statement, and what each changes", ("versions", "version"),
        ("diff",), ("listVersions", "tellDifference"),
    ),
    Act(
        "See what a version would change, and publish it", ("publish", "publish: send"),
        ("publish",), ("showWaitingVersion", "publishVersion"),
    ),
    Act("Look the ledger through", ("trail",), ("verify",), ("verifyTrail",)),
    Act(
        "Let everybody read what came by a form, or take it down",
        ("publications", "publications: published", "publications: taken-down"), ("form",),
        ("listPublications", "decideOnPublication"),
    ),
    Act(
        "Place holds, and confirm, review and release them, two people each",
        ("holds", "holds: place", "holds: confirm", "holds: review", "holds: ask",
         "holds: release"),
        ("hold",), ("listHolds", "showHold", "placeHold", "goOnWithHold"),
    ),
)  # fmt: skip
