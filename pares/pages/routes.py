"""Every address of the site: its view, its audience and its methods, in one table.

The URLs, the guard before each view, the access page of the documentation and the generated tests all come from here;
an address that is not in this table does not exist.
"""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Who may reach a page; what each of them finds there is up to `actors`."""

    PUBLIC = "public"
    VISITOR = "visitor"  # only while signed out, such as the sign-in page
    ACCOUNT = "account"  # anybody signed in
    MENTOR = "mentor"
    MENTEE = "mentee"
    FACILITATOR = "facilitator"
    LEAD = "lead"
    CONTACT = "contact"
    EDITOR = "editor"
    SPONSOR = "sponsor"
    OPERATOR = "operator"
    DEMO = "demo"  # public, but only while the demo runs


@dataclass(frozen=True)
class Route:
    """One address: path pattern, view as `audience.module.function` below pares.pages, audience, methods."""

    path: str
    view: str
    audience: Audience
    methods: tuple[str, ...] = ("GET",)
    aliases: tuple[str, ...] = ()
    """Further names for the address: those django-allauth reverses."""

    @property
    def name(self) -> str:
        """The name to reverse the address by: the view's own name with dots, such as `lead.people.mentors`."""
        return self.view


GET = ("GET",)
POST = ("POST",)
BOTH = ("GET", "POST")

_SCHEME = "lead/<slug:scheme>/"
_COHORT = _SCHEME + "<slug:cohort>/"
_CONTACT = "contact/<slug:scheme>/"

PUBLIC_ROUTES = (
    Route("healthz", "public.health.healthz", Audience.PUBLIC),
    Route("site.css", "site_context.site_stylesheet", Audience.PUBLIC),
    Route("worried/", "public.safety.safety", Audience.PUBLIC),
    Route("reply/<str:token>/", "public.answer.answer", Audience.PUBLIC, BOTH),
    Route("", "public.home.home", Audience.PUBLIC),
    Route("timelines/<slug:key>/", "public.timelines.timeline", Audience.PUBLIC),
    Route("help/", "public.help.help", Audience.PUBLIC),
    Route("agreement/", "public.words.agreement", Audience.PUBLIC),
    Route("privacy/", "public.words.privacy", Audience.PUBLIC),
    Route("accessibility/", "public.words.accessibility", Audience.PUBLIC),
    Route("cookies/", "public.words.cookies", Audience.PUBLIC),
    Route("about/", "public.words.about", Audience.PUBLIC),
)

_SECURITY = "account/security/"

ACCOUNT_ROUTES: tuple[Route, ...] = (
    Route("sign-in/", "account.sign_in.ask", Audience.VISITOR, BOTH, ("account_login",)),
    Route("sign-in/code/", "account.sign_in.code", Audience.PUBLIC, BOTH),
    Route("sign-in/second-step/", "account.second_step.authenticate", Audience.VISITOR, BOTH, ("mfa_authenticate",)),
    Route("sign-out/", "account.sign_out.sign_out", Audience.PUBLIC, POST, ("account_logout",)),
    Route("home/", "account.home.home", Audience.ACCOUNT),
    Route("account/", "account.details.details", Audience.ACCOUNT, BOTH),
    Route("account/address/", "account.details.address", Audience.ACCOUNT, BOTH),
    Route("account/address/code/", "account.details.address_code", Audience.ACCOUNT, BOTH),
    Route("contact-me/", "account.contact_me.ask", Audience.ACCOUNT, BOTH),
    Route("contact-me/<uuid:asked>/call-off/", "account.contact_me.call_off", Audience.ACCOUNT, POST),
    Route("account/sign-out-elsewhere/", "account.details.end_others", Audience.ACCOUNT, POST),
    Route(_SECURITY, "account.security.security", Audience.ACCOUNT, GET, ("mfa_index", "mfa_list_webauthn")),
    Route(_SECURITY + "code/", "account.security.code", Audience.ACCOUNT, BOTH, ("account_reauthenticate",)),
    Route(_SECURITY + "again/", "account.second_step.again", Audience.ACCOUNT, BOTH, ("mfa_reauthenticate",)),
    Route(
        _SECURITY + "again/passkey/",
        "account.second_step.again_by_passkey",
        Audience.ACCOUNT,
        BOTH,
        ("mfa_reauthenticate_webauthn",),
    ),
    Route(_SECURITY + "app/", "account.second_step.set_up_app", Audience.ACCOUNT, BOTH, ("mfa_activate_totp",)),
    Route(_SECURITY + "app/square.svg", "account.second_step.square", Audience.ACCOUNT),
    Route(
        _SECURITY + "app/remove/", "account.second_step.remove_app", Audience.ACCOUNT, BOTH, ("mfa_deactivate_totp",)
    ),
    Route(
        _SECURITY + "passkeys/add/", "account.second_step.add_passkey", Audience.ACCOUNT, BOTH, ("mfa_add_webauthn",)
    ),
    Route(
        _SECURITY + "passkeys/<int:pk>/remove/",
        "account.second_step.remove_passkey",
        Audience.ACCOUNT,
        BOTH,
        ("mfa_remove_webauthn",),
    ),
    Route(
        _SECURITY + "recovery-codes/",
        "account.second_step.recovery_codes",
        Audience.ACCOUNT,
        GET,
        ("mfa_view_recovery_codes",),
    ),
    Route(
        _SECURITY + "recovery-codes/new/",
        "account.second_step.new_recovery_codes",
        Audience.ACCOUNT,
        BOTH,
        ("mfa_generate_recovery_codes",),
    ),
    Route(
        _SECURITY + "recovery-codes/file/",
        "account.second_step.download_recovery_codes",
        Audience.ACCOUNT,
        GET,
        ("mfa_download_recovery_codes",),
    ),
)

def _pair_routes(part: Audience) -> tuple[Route, ...]:
    """Return the pages of a pair, the same for mentor and mentee."""
    pair, view = f"{part}/pairs/<uuid:pair>/", f"{part}.pair."
    return (
        Route(pair, view + "show", part),
        Route(pair + "agreement/", view + "agreement", part, BOTH),
        Route(pair + "sessions/", view + "sessions", part, BOTH),
        Route(pair + "sessions/<uuid:session>/remove/", view + "take_back", part, BOTH),
        Route(pair + "change/", view + "change", part, BOTH),
    )


MENTOR_ROUTES: tuple[Route, ...] = (
    Route("mentor/", "mentor.home.home", Audience.MENTOR),
    Route("mentor/reflection-sheet/", "mentor.home.reflection_sheet", Audience.MENTOR),
    Route("mentor/training/<uuid:session>/session.ics", "mentor.home.calendar", Audience.MENTOR),
    *_pair_routes(Audience.MENTOR),
    Route("mentor/pairs/<uuid:pair>/not-this-person/", "mentor.pair.not_this_person", Audience.MENTOR, BOTH),
)

MENTEE_ROUTES: tuple[Route, ...] = (
    Route("mentee/", "mentee.home.home", Audience.MENTEE),
    *_pair_routes(Audience.MENTEE),
)

LEAD_ROUTES: tuple[Route, ...] = (
    Route(_SCHEME, "lead.home.home", Audience.LEAD),
    Route(_COHORT, "lead.today.today", Audience.LEAD),
)

OTHER_ROUTES: tuple[Route, ...] = (
    Route(_CONTACT, "contact.requests.inbox", Audience.CONTACT),
    Route(_CONTACT + "<uuid:asked>/acknowledge/", "contact.requests.acknowledge", Audience.CONTACT, POST),
    Route(_CONTACT + "<uuid:asked>/close/", "contact.requests.close", Audience.CONTACT, POST),
)

DEMO_ROUTES: tuple[Route, ...] = (
    Route("demo/", "demo.start.start", Audience.DEMO),
    Route("demo/sign-in/<slug:key>/", "demo.start.sign_in", Audience.DEMO, POST),
    Route("demo/mail/", "demo.mail.mailbox", Audience.DEMO),
    Route("demo/mail/<slug:name>/", "demo.mail.letter", Audience.DEMO),
    Route("demo/day/", "demo.day.day", Audience.DEMO, BOTH),
    Route("demo/day/<uuid:errand>/", "demo.day.progress", Audience.DEMO),
)

ROUTES: tuple[Route, ...] = (
    *PUBLIC_ROUTES,
    *ACCOUNT_ROUTES,
    *MENTOR_ROUTES,
    *MENTEE_ROUTES,
    *LEAD_ROUTES,
    *OTHER_ROUTES,
    *DEMO_ROUTES,
)
