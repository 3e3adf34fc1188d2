"""What the tables hold that come with Django and django-allauth; ours say so themselves, beside their fields."""

from pares.ground.ledger.held import Held, Kind

_SESSION = "12 hours, 30 days on your own device; sooner if you sign out"
_SECOND_STEP = "until you remove it, or the account goes"
_UNUSED = "never: nothing is written here"
_ALWAYS = "as long as the site"
_HOUR = "one hour"
_SOFTWARE = "the software"
_NOBODY = "nobody"
_YOU = "you"


def _unused(*fields: str) -> dict[str, Held]:
    return {
        field: Held(Kind.SECRET, "unused: it comes with the software we build on", _UNUSED, _NOBODY) for field in fields
    }


BORROWED: dict[str, dict[str, Held]] = {
    "sessions.Session": {
        "session_key": Held(Kind.SECRET, "knows your browser again", _SESSION, _SOFTWARE),
        "session_data": Held(
            Kind.SECRET, "who is signed in, and the pages of a sign-up you have not finished", _SESSION, _SOFTWARE
        ),
        "expire_date": Held(Kind.SCHEME, "when you are signed out by itself", _SESSION, _SOFTWARE),
    },
    "mfa.Authenticator": {
        "id": Held(Kind.SCHEME, "tells second steps apart", _SECOND_STEP, _SOFTWARE),
        "user": Held(Kind.SECRET, "whose second step it is", _SECOND_STEP, _YOU),
        "type": Held(Kind.SECRET, "app, passkey or recovery codes", _SECOND_STEP, _YOU),
        "data": Held(Kind.SECRET, "checks your second step", _SECOND_STEP, _SOFTWARE),
        "created_at": Held(Kind.SCHEME, "when you set it up", _SECOND_STEP, _YOU),
        "last_used_at": Held(Kind.SCHEME, "when you last used it", _SECOND_STEP, _YOU),
    },
    "account.EmailAddress": _unused("id", "user", "email", "verified", "primary"),
    "account.EmailConfirmation": _unused("id", "email_address", "created", "sent", "key"),
    "auth.Group": _unused("id", "name", "permissions"),
    "auth.Permission": {
        "id": Held(Kind.PUBLIC, "tells permissions apart; nobody is given one", _ALWAYS, _SOFTWARE),
        "name": Held(Kind.PUBLIC, "what a permission is called", _ALWAYS, _SOFTWARE),
        "content_type": Held(Kind.PUBLIC, "to which table it belongs", _ALWAYS, _SOFTWARE),
        "codename": Held(Kind.PUBLIC, "what the software calls it", _ALWAYS, _SOFTWARE),
    },
    "contenttypes.ContentType": {
        "id": Held(Kind.PUBLIC, "tells tables apart", _ALWAYS, _SOFTWARE),
        "app_label": Held(Kind.PUBLIC, "which part of the software has the table", _ALWAYS, _SOFTWARE),
        "model": Held(Kind.PUBLIC, "what the table is called", _ALWAYS, _SOFTWARE),
    },
}
"""By the name of the table's model: `app.Model` to its fields."""

CACHE: dict[str, Held] = {
    "cache_key": Held(Kind.SECRET, "counts tries, so that nobody guesses codes or floods a mailbox", _HOUR, _SOFTWARE),
    "value": Held(
        Kind.SECRET, "the times of the tries; an address stands there only as a fingerprint", _HOUR, _SOFTWARE
    ),
    "expires": Held(Kind.SCHEME, "until when tries count", _HOUR, _SOFTWARE),
}
"""The columns of the table `pares_cache`, which has no model."""
