"""The letters in English."""

from __future__ import annotations

from gestand.core.letters.model import Frame, Letter

ENGLISH = Frame(
    subject="Your message to {controller}, number {case}",
    greeting="Dear reader,",
    greeting_recipient="Dear partner,",
    remedy=(
        "Do you think that we are wrong? Write to {contact}. Somebody who had nothing to do with "
        "your request will look at it anew.",
        "You may complain to the {authority} at once ({authority_site}). You may also ask the "
        "court for a decision; for that you have six weeks from the date of this letter.",
    ),
    reserved="Sometimes the law has us keep something, and forbids us to speak of it. This "
    "sentence is in every letter of this kind, so it says nothing about you.",
    unlooked="We have not looked everywhere yet. Our systems have lists in which we did not "
    "search: {unlooked}. There may be data of yours there as well. Ask us to look there too.",
    closing="Kind regards,\n{signed_by}\n{controller}",
    rights={
        "access": "access to your data",
        "rectification": "correction of your data",
        "erasure": "erasure of your data",
        "restriction": "setting your data apart",
        "objection": "an end to some use of your data",
        "withdrawal": "withdrawal of your consent",
        "portability": "taking your data along",
        "marketing": "an end to marketing",
    },
    letters={
        "received": Letter(
            "On the day on which a request comes in.",
            (
                "Your message reached us on {received}. As we understand it, you ask for: {right}. "
                "Did you mean something else? Please tell us.",
                "By {due} at the latest we tell you what we have done. It costs you nothing.",
            ),
        ),
        "identity": Letter(
            "When somebody wrote down why there is doubt who asks.",
            (
                "We give your data to you alone. We are not yet certain that this is you. The "
                "reason: {reason}.",
                "Would you therefore {method}? Send no copy of a passport or an identity card.",
                "Until we know, the time for our answer stands still. We throw away whatever you "
                "send for this check.",
            ),
        ),
        "identity not enough": Letter(
            "When an answer does not settle who asks.",
            (
                "Thank you for your answer. We are still not certain that this is you. The reason: "
                "{reason}.",
                "Would you {method}? If you cannot, tell us, and we look for another way together.",
            ),
        ),
        "identity code": Letter(
            "With a code that proves that an address is theirs; `gestand code` fills it.",
            (
                "Somebody asked us something about your data. Was it you? Then send us this code, "
                "at {where}: {code}.",
                "The code counts once, until {until}. Give it to nobody else.",
                "Did you ask nothing? Then you need do nothing. Without the code we give and erase "
                "nothing.",
            ),
        ),
        "sign-in code": Letter(
            "With a code to look at one's own data; the website sends it.",
            (
                "Your code to sign in to My data: {code}.",
                "Type it on {where}, in the browser in which you asked for it. The code counts "
                "once, until {until}.",
                "Did you not ask for it? Then you need do nothing. Give the code to nobody, not "
                "even to us.",
            ),
            subject="{controller}: signing in to My data",
        ),
        "package code": Letter(
            "With the code that opens an answer, and nothing else; `gestand package` sends it.",
            (
                "You asked us something about your data, and the answer waits for you. Your code "
                "to open it: {code}.",
                "Type it on {where}. The code counts until {until}, {times} times.",
                "The answer itself is in no message. Give the code to nobody, not even to us.",
            ),
        ),
        "shared address": Letter(
            "Where several people have the address of whoever wants to sign in.",
            (
                "Somebody wanted to sign in to My data with this e-mail address. That is not "
                "possible: several people have this address with us, so we cannot tell who looks.",
                "You have your rights all the same. Fill in the form on {where}, and we find out "
                "with you whom it is about.",
                "Did you not ask for it? Then you need do nothing.",
            ),
            subject="{controller}: signing in to My data",
        ),
        "sign-in changed": Letter(
            "When somebody changed how they sign in to their own data; the website sends it.",
            (
                "Something changed in how you sign in to My data: {what}.",
                "Was that you? Then you need do nothing.",
                "Was it not you? Then somebody else can read your mail, or uses your device. Sign "
                "in on {where}, open the page of safe sign-in, and take away what is not yours. "
                "Choose another password for your mail.",
                "Can you not get in any more? Tell us on {ask}.",
            ),
            subject="{controller}: signing in to My data",
        ),
        "passkey copied": Letter(
            "When a passkey counted back, so that there may be a copy; the website sends it.",
            (
                "Somebody wanted to sign in to My data by your passkey, and we refused that. A "
                "passkey counts how often it was used, and this one counted back: there may be a "
                "copy of it. Your device may also have made a mistake.",
                "Sign in on {where}, open the page of safe sign-in, and take your passkeys away. "
                "Make a new one after that.",
                "Can you not get in any more? Tell us on {ask}.",
            ),
            subject="{controller}: signing in to My data",
        ),
        "specify": Letter(
            "When there is a lot, and it may help to know what is looked for.",
            (
                "There is much that we hold about you. Is there something that you look for, such "
                "as an order or a period? Then we find it sooner.",
                "You need not choose. If you want everything, you get everything.",
            ),
        ),
        "extension": Letter(
            "Before the first due date, where more time is needed.",
            (
                "You were to have our answer on {due}. We will not manage that. The reason: "
                "{reason}.",
                "It will be there by {until} at the latest. What is ready comes sooner.",
                "Do you disagree? Write to {contact}, or complain to the "
                "{authority} ({authority_site}).",
            ),
        ),
        "access": Letter(
            "With the answer to a request for access.",
            (
                "With this letter comes a file with your data. It says why we have them, from "
                "whom they come, who got them and how long they stay.",
                "This is how you open it: {how_to_open}. That works until {until}.",
                "You may ask us to correct, erase or set apart something. The file says how.",
            ),
            reserved=True,
        ),
        "erased": Letter(
            "When all that was asked is gone.",
            (
                "This is what we have erased, as far as we were allowed to: {erased}.",
                "We have asked the same of those who got the data from us: {recipients}.",
                "In backups they stay until {backups}. Nobody uses them until that day.",
            ),
            reserved=True,
        ),
        "corrected": Letter(
            "When a value was corrected.",
            (
                "This is what we have corrected: {corrected}.",
                "We have passed it on to those who got the old data from us: {recipients}.",
            ),
        ),
        "restricted": Letter(
            "When data are set apart.",
            (
                "We have set your data apart: {restricted}. Nobody uses or changes them, and we do "
                "not erase them.",
                "Before we use them again you will hear from us.",
            ),
        ),
        "stopped": Letter(
            "When consent was withdrawn or marketing refused.",
            (
                "Since {stopped} we no longer do this: {what}.",
                "To keep it that way we hold a mark of your address that nobody can read, and use "
                "it for nothing else. What we did before was allowed at the time.",
            ),
        ),
        "portability": Letter(
            "With data that somebody takes along.",
            (
                "With this letter comes a file with the data that you gave us. Programs of others "
                "can read it ({formats}).",
                "You can fetch it until {until}. Shall we send it straight to somebody else? Tell "
                "us to whom.",
            ),
        ),
        "handed over": Letter(
            "With no data: they went straight to another controller; --request N fills it.",
            (
                "On {handed} we sent the data that you gave us to {receiver}. They signed that "
                "they received them.",
                "Do you want to know what becomes of them there? Ask there. Nothing changes about "
                "the data that we have.",
            ),
        ),
        "partly refused": Letter(
            "When a part is done, and a part is not.",
            (
                "This is what we have done: {done}.",
                "This is what we do not do: {kept}. We keep it until {until}, because {ground} "
                "({article}). We use it for nothing else, and then it goes by itself.",
            ),
            remedy=True,
            reserved=True,
        ),
        "decided per item": Letter(
            "When it differs from one thing to another what was done; --request N fills it.",
            (
                "This is what we did with what you asked, one thing after the other:\n{items}",
                "What stays goes by itself on its day. Until then we use it for nothing else.",
            ),
            remedy=True,
            reserved=True,
        ),
        "refused": Letter(
            "When nothing of it is done; --request N fills why.",
            (
                "We do not do what you ask. The reason: {ground} ({article}).",
                "This is what we looked at: {looked_at}.",
            ),
            remedy=True,
        ),
        "not identified": Letter(
            "When it stays unclear who asks.",
            (
                "We cannot be certain who you are, and then we may neither give nor erase data. We "
                "asked you for this: {method}.",
                "Would you like to try again? Then we start anew.",
            ),
            remedy=True,
        ),
        "no data": Letter(
            "When nothing is held about somebody.",
            (
                "We have searched and found nothing that we can show you. We looked in {searched}, "
                "for {keys}.",
                "Do you think that there is something after all, perhaps under another address? "
                "Tell us.",
            ),
            reserved=True,
        ),
        "fee": Letter(
            "When a fee is asked.",
            (
                "For this request we ask {amount}. The reason: {reason}.",
                "You may also ask for less, or stop. Then you pay nothing.",
            ),
            remedy=True,
        ),
        "complaint received": Letter(
            "When somebody does not agree with an answer.",
            (
                "On {received} we got your complaint about our answer. A colleague who had nothing "
                "to do with it now looks at it anew.",
                "By {due} at the latest you hear what came of it.",
                "You need not wait for that. You may complain to the {authority} already now "
                "({authority_site}).",
                "You may also ask the court for a decision. Do so within six weeks after our "
                "answer: your complaint to us gives you no more time for that.",
            ),
        ),
        "answer stands": Letter(
            "When a complaint changes nothing.",
            (
                "You did not agree with our answer. A colleague who had nothing to do with it at "
                "first has looked at it anew.",
                "Our answer stays as it was. The reason: {reason}.",
            ),
            remedy=True,
        ),
        "forwarded": Letter(
            "When the data belong to a customer of ours.",
            (
                "These data are not ours: they belong to {customer}, who alone may decide.",
                "So we sent your message on to them on {forwarded}. They will answer you.",
            ),
        ),
        "request withdrawn": Letter(
            "When somebody takes back a request.",
            (
                "On {withdrawn} you told us that you take your request back. We stop here, and "
                "nothing changes about your data.",
                "Did you change your mind? Ask again whenever you like.",
            ),
        ),
        "late": Letter(
            "When the due date is over.",
            (
                "You should have had our answer by {due}. We failed, and the fault is ours.",
                "You get it on {until}. You need not wait for that to complain to the "
                "{authority} ({authority_site}).",
            ),
        ),
        "restriction ends": Letter(
            "Before data that were set apart are used again.",
            (
                "Your data are set apart: {restricted}. From {from_day} on we use them again. The "
                "reason: {reason}.",
                "Do you object? Tell us before that day, at {contact}.",
            ),
        ),
        "new version": Letter(
            "Before a new version of the statement takes effect; `gestand announce` fills it.",
            (
                "On {effective} our privacy statement changes. This is what changes for you:\n"
                "{changes}",
                "You need do nothing. Do you not agree, or would you like to know what we hold "
                "about you? Write to {contact}.",
                "You may also complain to the {authority} ({authority_site}).",
            ),
            subject="{controller}: our privacy statement changes on {effective}",
        ),
        "period over": Letter(
            "To a processor, when a run removed data at the end of their period.",
            (
                "You process data for us (reference {reference}). Of some of them the period is "
                "over: {data}.",
                "Would you erase all of these whose period was over on {until}, with every copy? "
                "Confirm it by {confirm_by}. If you cannot, write us why.",
            ),
            to_recipient=True,
        ),
        "to recipient": Letter(
            "To whoever got data, after a rectification, erasure or restriction (article 19).",
            (
                "On {given} you got data from us (reference {reference}).",
                "Would you {action}? That is: {data}. Confirm it by {confirm_by}. If you cannot, "
                "write us why.",
            ),
            to_recipient=True,
        ),
        "to processor": Letter(
            "To a processor, after a rectification, erasure or restriction (article 19).",
            (
                "You process data for us (reference {reference}). It is about {known}.",
                "Would you {action}? That is: {data}. Confirm it by {confirm_by}. If you cannot, "
                "write us why.",
            ),
            to_recipient=True,
        ),
        "to publisher": Letter(
            "To whoever shows what was published, after an erasure (article 17(2)).",
            (
                "We made data of somebody public, and you show them or lead to them "
                "(reference {reference}). It is about {known}.",
                "This person asked us to erase these data. Would you {action}? Of a search engine "
                "we ask that it finds them no more. Confirm it by {confirm_by}.",
            ),
            to_recipient=True,
        ),
    },
)
