"""Tables that well-known libraries make, whatever application they are part of.

What such a library keeps in a column is in its documentation, so that nothing has to be guessed:
`extra_data` says nothing by itself, and of python-social-auth it is what lets somebody in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from gestand.core.datamap.schema import Table
from gestand.core.discovery.grades import CONTENT, CREDENTIAL, IDENTIFIER, Judged

_Kept = Mapping[str, tuple[str, str]]

_OPENS = CREDENTIAL, ""
_DONE = CONTENT, "activity"
_WHO = IDENTIFIER, "username"
_ABROAD = IDENTIFIER, "online account"

_LIBRARIES: tuple[tuple[str, re.Pattern[str], _Kept], ...] = tuple(
    (library, re.compile(f"(?:^|_)(?:{tables})$", re.IGNORECASE), kept)
    for library, tables, kept in (
        ("python-social-auth", "social_auth_usersocialauth",
         {"uid": _ABROAD, "extra_data": _OPENS}),
        ("python-social-auth", "social_auth_(?:code|partial|association)",
         {"code": _OPENS, "token": _OPENS, "data": _OPENS, "secret": _OPENS, "handle": _OPENS,
          "email": (IDENTIFIER, "email")}),
        ("django-allauth", "socialaccount_social(?:token|app)",
         {"token": _OPENS, "token_secret": _OPENS, "secret": _OPENS}),
        ("django-allauth", "account_emailconfirmation", {"key": _OPENS}),
        ("django-allauth", "mfa_authenticator", {"data": _OPENS}),
        ("django-otp", "otp_(?:totp|hotp|email|static)_?\\w*(?:device|token)",
         {"key": _OPENS, "token": _OPENS}),
        ("WebAuthn", "web_?authn_?credentials?|webauthncredential|passkeys?|u2f_?(?:keys?|tokens?)",
         {"credential_id": _OPENS, "cred_id": _OPENS, "public_key": _OPENS, "key_handle": _OPENS,
          "credential_id_sha256": _OPENS}),
        ("Django REST framework", "authtoken_token|knox_authtoken",
         {"key": _OPENS, "digest": _OPENS, "token_key": _OPENS}),
        ("OAuth 2", "oauth2?_\\w*(?:token|grant|code|client|application)s?",
         {"token": _OPENS, "code": _OPENS, "client_secret": _OPENS, "refresh_token": _OPENS,
          "access_token": _OPENS, "code_challenge": _OPENS, "code_verifier": _OPENS,
          "secret": _OPENS}),
        ("django-axes", "axes_access(?:attempt|log|failurelog)",
         {"username": _WHO, "get_data": _DONE, "post_data": _DONE, "path_info": _DONE}),
        ("PaperTrail", "versions", {"whodunnit": _WHO, "object_changes": _DONE}),
        ("Audited", "audits", {"audited_changes": _DONE, "username": _WHO}),
        ("Devise", "users?", {"encrypted_password": _OPENS, "otp_backup_codes": _OPENS,
                             "current_sign_in_ip": (IDENTIFIER, "ip address"),
                             "last_sign_in_ip": (IDENTIFIER, "ip address")}),
        ("Laravel", "password_reset(?:_token)?s|personal_access_tokens", {"token": _OPENS}),
        ("Laravel", "sessions", {"payload": _OPENS}),
        ("Keycloak", "(?:user_)?credential", {"secret_data": _OPENS}),
        ("django-reversion", "reversion_version", {"serialized_data": _DONE}),
        ("django-auditlog", "auditlog_logentry", {"changes": _DONE}),
    )
)  # fmt: skip


def by_library(table: Table) -> dict[str, Judged]:
    """Return what the columns hold of a table that a known library makes."""
    found: dict[str, Judged] = {}
    for library, tables, kept in _LIBRARIES:
        names = [name for name in table.columns if name.lower() in kept]
        if not names or tables.search(table.name) is None:
            continue
        why = f"`{library}` keeps it in a table of this name"
        found = {name: Judged(*kept[name.lower()], 0.85, why) for name in names} | found
    return found
