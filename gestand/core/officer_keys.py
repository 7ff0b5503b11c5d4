"""The keys of `officers.yaml`, in the order in which one writes them.

How a new key gets its description is told in `core/language/keys.py`.
"""

from __future__ import annotations

from gestand.core.language.keys import Key, Kind, Many, Named, OneOf, Text
from gestand.core.roles import Role

REFERENCE = r"[$][{][A-Za-z_][A-Za-z0-9_]*[}]"
"""What a secret looks like in a file: the name of a variable of the environment."""

OFFICER = Kind(
    "An officer",
    "Somebody who signs in to the pages for officers, and acts there under their own name.",
    (
        Key("roles", Many(OneOf(tuple(role.value for role in Role))), must=True,
            means="What they are there for. `officer` handles every case; `second decider` "
            "decides and confirms; `hr` handles cases of the `kinds` that are named; `finance` "
            "settles a fee that was asked; `auditor` reads everything and changes nothing; "
            "`support` sees how far a case is and writes down what came in.",
            example="roles: [second decider, hr]", codes=("G123",),
            rule="what no role allows is not there."),
        Key("token", Text("token, as `${NAME}`", REFERENCE), must=True,
            means="The variable of the environment that holds the token with which they sign in: "
            "at least 20 characters, of each officer another.",
            example="token: ${GESTAND_OFFICER_EVA}", codes=("G620", "G621"),
            rule="a secret never stands in this file."),
        Key("kinds", Many(Text("kind of person")),
            means="The kinds of people of whom somebody with the role `hr` sees the cases.",
            without="`hr` sees no case at all.", example="kinds: [applicant]",
            codes=("G104", "G622")),
        Key("where", Named("column", Many(Text("value"))),
            means="Columns of the own row of these people, each with the values that it may have, "
            "such as the vacancies that are theirs.",
            without="`hr` sees the cases of all people of these kinds.",
            example="where: {vacancy_id: [3, 7]}", codes=("G622",)),
    ),
)  # fmt: skip

FILE = Kind(
    "Officers: officers.yaml",
    "`privacy/officers.yaml` says who may sign in to the pages for officers of `gestand web`, and "
    "for what. It stands beside the policy and is never published. Without this file there are "
    "only pages to read, for whoever has `GESTAND_WEB_TOKEN`.",
    (
        Key("officers", OneOf(("1",)), must=True,
            means="The version of the language. It stands first.", example="officers: 1",
            codes=("G129",)),
        Key("second factor", Many(OneOf(tuple(role.value for role in Role))),
            means="The roles that sign in with a code of an authenticator as well (TOTP). Whoever "
            "has one of them, and no authenticator yet, enrols one at the next sign-in.",
            without="each officer may enrol one, and nobody must.",
            example="second factor: [officer, second decider, hr]", codes=("G123",)),
        Key("people", Named("officer", OFFICER), must=True,
            means="The officers by their name. It is the name under which they act: who decides "
            "by a command has the same one in `GESTAND_USER`, else what takes two is refused.",
            example="""people:
  Noor Denkbeeld: {roles: [hr], kinds: [applicant], where: {vacancy_id: [3, 7]},
    token: "${GESTAND_OFFICER_NOOR}"}
  Mila Verzonnen: {roles: [officer], token: "${GESTAND_OFFICER_MILA}"}
  Joris Bedacht: {roles: [second decider], token: "${GESTAND_OFFICER_JORIS}"}
  Ada Voorbeeld: {roles: [auditor], token: "${GESTAND_OFFICER_ADA}"}""",
            codes=("G122", "G623")),
    ),
)  # fmt: skip
