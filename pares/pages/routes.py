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
_SETTINGS = _SCHEME + "settings/"
_COHORT = _SCHEME + "<slug:cohort>/"
_TIMELINE = _COHORT + "timeline/"
_FACILITATOR = "facilitator/<slug:scheme>/"
_TRAINING = _COHORT + "training/"
_SESSION = _TRAINING + "<uuid:session>/"
_MATCHING = _COHORT + "matching/"
_PAIRS = _COHORT + "pairs/"
_LETTERS = _COHORT + "letters/"
_EQUIVALENT = _TRAINING + "mentors/<uuid:mentor>/equivalent/"
_PEOPLE = _COHORT + "people/"
_LIST = _PEOPLE + "import/<uuid:upload>/"
_JOIN = "join/<slug:scheme>/<slug:cohort>/"
_SIGN_UP = "taking-part/<uuid:application>/"
_CONTACT = "contact/<slug:scheme>/"

PUBLIC_ROUTES = (
    Route("healthz", "public.health.healthz", Audience.PUBLIC),
    Route("site.css", "site_context.site_stylesheet", Audience.PUBLIC),
    Route("worried/", "public.safety.safety", Audience.PUBLIC),
    Route("reply/<str:token>/", "public.answer.answer", Audience.PUBLIC, BOTH),
    Route("", "public.home.home", Audience.PUBLIC),
    Route("resources/", "public.resources.resources", Audience.PUBLIC),
    Route("timelines/<slug:key>/", "public.timelines.timeline", Audience.PUBLIC),
    Route("directory/", "public.directory.directory", Audience.PUBLIC),
    Route("directory/schemes.csv", "public.directory.schemes_csv", Audience.PUBLIC),
    Route("evidence/", "public.evidence.evidence", Audience.PUBLIC),
    Route("evidence/references.bib", "public.evidence.bibtex_file", Audience.PUBLIC),
    Route("evidence/references.ris", "public.evidence.ris_file", Audience.PUBLIC),
    Route("schemes/start/", "public.start.start", Audience.PUBLIC, BOTH),
    Route("help/", "public.help.help", Audience.PUBLIC),
    Route("handbook/", "public.handbook.contents", Audience.PUBLIC),
    Route("handbook/<slug:key>/", "public.handbook.chapter", Audience.PUBLIC),
    Route("agreement/", "public.words.agreement", Audience.PUBLIC),
    Route("privacy/", "public.words.privacy", Audience.PUBLIC),
    Route("accessibility/", "public.words.accessibility", Audience.PUBLIC),
    Route("cookies/", "public.words.cookies", Audience.PUBLIC),
    Route("about/", "public.words.about", Audience.PUBLIC),
    Route("listed/<str:token>/", "public.join_notice.notice", Audience.PUBLIC, BOTH),
    Route(_JOIN, "public.join.doors", Audience.PUBLIC),
    Route(_JOIN + "<slug:part>/", "public.join.start", Audience.PUBLIC),
    Route(_JOIN + "<slug:part>/<int:number>/", "public.join.page", Audience.PUBLIC, BOTH),
    Route("survey/<slug:token>/", "public.survey.answer", Audience.PUBLIC, BOTH),
    Route("verify/", "public.verify.check", Audience.PUBLIC, BOTH),
)

_SECURITY = "account/security/"

ACCOUNT_ROUTES: tuple[Route, ...] = (
    Route("sign-in/", "account.sign_in.ask", Audience.VISITOR, BOTH, ("account_login",)),
    Route("sign-in/code/", "account.sign_in.code", Audience.PUBLIC, BOTH),
    Route("sign-in/second-step/", "account.second_step.authenticate", Audience.VISITOR, BOTH, ("mfa_authenticate",)),
    Route("sign-out/", "account.sign_out.sign_out", Audience.PUBLIC, POST, ("account_logout",)),
    Route("home/", "account.home.home", Audience.ACCOUNT),
    Route("schemes/open/", "account.open_scheme.open_scheme", Audience.ACCOUNT, BOTH),
    Route("account/", "account.details.details", Audience.ACCOUNT, BOTH),
    Route(_SIGN_UP, "account.status.status", Audience.ACCOUNT),
    Route(_SIGN_UP + "count-me-in/", "account.status.count_me_in", Audience.ACCOUNT, POST),
    Route(_SIGN_UP + "wishes/", "account.status.wishes", Audience.ACCOUNT, BOTH),
    Route(_SIGN_UP + "withdraw/", "account.status.withdraw", Audience.ACCOUNT, BOTH),
    Route(_SIGN_UP + "come-back/", "account.status.come_back", Audience.ACCOUNT, POST),
    Route("taking-part/<slug:scheme>/<slug:cohort>/", "account.status.confirm", Audience.ACCOUNT),
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
        Route(pair + "stop/", view + "stop", part, BOTH),
    )


MENTOR_ROUTES: tuple[Route, ...] = (
    Route("mentor/", "mentor.home.home", Audience.MENTOR),
    Route("mentor/reflection-sheet/", "mentor.home.reflection_sheet", Audience.MENTOR),
    Route("mentor/training/<uuid:session>/session.ics", "mentor.home.calendar", Audience.MENTOR),
    *_pair_routes(Audience.MENTOR),
    Route("mentor/pairs/<uuid:pair>/not-this-person/", "mentor.pair.not_this_person", Audience.MENTOR, BOTH),
    Route("mentor/certificate/", "mentor.certificate.certificates", Audience.MENTOR),
    Route("mentor/certificate/<uuid:certificate>.pdf", "mentor.certificate.download", Audience.MENTOR),
)

MENTEE_ROUTES: tuple[Route, ...] = (
    Route("mentee/", "mentee.home.home", Audience.MENTEE),
    *_pair_routes(Audience.MENTEE),
)

LEAD_ROUTES: tuple[Route, ...] = (
    Route(_SCHEME, "lead.home.home", Audience.LEAD),
    Route(_SCHEME + "plan/", "lead.cohorts.choose", Audience.LEAD, BOTH),
    Route(_SCHEME + "plan/dates/", "lead.cohorts.plan", Audience.LEAD, BOTH),
    Route(_SCHEME + "members/", "lead.members.members", Audience.LEAD, BOTH),
    Route(_SCHEME + "members/<uuid:membership>/end/", "lead.members.end", Audience.LEAD, BOTH),
    Route(_SETTINGS, "lead.scheme.settings", Audience.LEAD),
    Route(_SETTINGS + "description/", "lead.scheme.description", Audience.LEAD, BOTH),
    Route(_SETTINGS + "lists/<slug:kind>/", "lead.scheme.lines", Audience.LEAD, BOTH),
    Route(_SETTINGS + "ways/", "lead.scheme.travel", Audience.LEAD),
    Route(_SETTINGS + "ways/<uuid:site>/", "lead.scheme.ways", Audience.LEAD, BOTH),
    Route(_SETTINGS + "closed-days/", "lead.scheme.closed_days", Audience.LEAD, BOTH),
    Route(_SETTINGS + "closed-days/remove/", "lead.scheme.open_again", Audience.LEAD, POST),
    Route(_SETTINGS + "sign-up/", "lead.scheme.entry", Audience.LEAD, BOTH),
    Route(_COHORT, "lead.today.today", Audience.LEAD),
    Route(_TIMELINE, "lead.timeline.timeline", Audience.LEAD),
    Route(_TIMELINE + "dates/", "lead.timeline.dates", Audience.LEAD, BOTH),
    Route(_TIMELINE + "steps/<slug:step>/", "lead.timeline.move", Audience.LEAD, BOTH),
    Route(_TIMELINE + "steps/<slug:step>/leave-out/", "lead.timeline.skip", Audience.LEAD, BOTH),
    Route(_TIMELINE + "steps/<slug:step>/put-back/", "lead.timeline.keep", Audience.LEAD, BOTH),
    Route(_TIMELINE + "steps/<slug:step>/done/", "lead.timeline.done", Audience.LEAD, POST),
    Route(_TRAINING, "lead.training.sessions", Audience.LEAD),
    Route(_TRAINING + "plan/", "lead.training.plan", Audience.LEAD, BOTH),
    Route(_SESSION, "lead.training.session", Audience.LEAD),
    Route(_SESSION + "invite/", "lead.training.invite", Audience.LEAD, BOTH),
    Route(_SESSION + "move/", "lead.training.move", Audience.LEAD, BOTH),
    Route(_SESSION + "cancel/", "lead.training.cancel", Audience.LEAD, BOTH),
    Route(_EQUIVALENT, "lead.training.equivalent", Audience.LEAD, BOTH),
    Route(_EQUIVALENT + "take-back/", "lead.training.take_back", Audience.LEAD, POST),
    Route(_MATCHING, "lead.matching.proposal", Audience.LEAD),
    Route(_MATCHING + "propose/", "lead.matching.propose", Audience.LEAD, POST),
    Route(_MATCHING + "lock/<uuid:mentee>/", "lead.matching.lock", Audience.LEAD, POST),
    Route(_MATCHING + "swap/<uuid:mentee>/", "lead.matching.swap", Audience.LEAD, BOTH),
    Route(_MATCHING + "confirm/", "lead.matching.confirm", Audience.LEAD, BOTH),
    Route(_PAIRS, "lead.pairs.pairs", Audience.LEAD),
    Route(_PAIRS + "<uuid:pair>/", "lead.pairs.pair", Audience.LEAD),
    Route(_PAIRS + "<uuid:pair>/end/", "lead.pairs.end", Audience.LEAD, BOTH),
    Route(_PAIRS + "rematch/<uuid:mentee>/", "lead.pairs.rematch", Audience.LEAD, BOTH),
    Route(_LETTERS, "lead.letters.outbox", Audience.LEAD),
    Route(_LETTERS + "release/<slug:kind>/", "lead.letters.release", Audience.LEAD, BOTH),
    Route(_LETTERS + "<uuid:letter>/", "lead.letters.letter", Audience.LEAD),
    Route(_LETTERS + "<uuid:letter>/edit/", "lead.letters.edit", Audience.LEAD, BOTH),
    Route(_LETTERS + "<uuid:letter>/try-again/", "lead.letters.try_again", Audience.LEAD, POST),
    Route(_PEOPLE, "lead.people.people", Audience.LEAD),
    Route(_PEOPLE + "mentors/", "lead.people.mentors", Audience.LEAD),
    Route(_PEOPLE + "mentees/", "lead.people.mentees", Audience.LEAD),
    Route(_PEOPLE + "add/<slug:part>/", "lead.people.add", Audience.LEAD, BOTH),
    Route(_PEOPLE + "call/<slug:part>/", "lead.people.call", Audience.LEAD),
    Route(_PEOPLE + "export/<slug:part>.csv", "lead.people.export", Audience.LEAD),
    Route(_PEOPLE + "import/", "lead.imports.upload", Audience.LEAD, BOTH),
    Route(_LIST + "columns/", "lead.imports.columns", Audience.LEAD, BOTH),
    Route(_LIST + "preview/", "lead.imports.preview", Audience.LEAD, BOTH),
    Route(_LIST + "sites/", "lead.imports.add_sites", Audience.LEAD, POST),
    Route(_LIST + "errors.csv", "lead.imports.faults", Audience.LEAD),
    Route(_LIST + "progress/", "lead.imports.progress", Audience.LEAD),
    Route(_PEOPLE + "<uuid:application>/", "lead.people.person", Audience.LEAD),
    Route(_PEOPLE + "<uuid:application>/<slug:act>/", "lead.people.decide", Audience.LEAD, BOTH),
    Route(_COHORT + "surveys/", "lead.surveys.surveys", Audience.LEAD),
    Route(_COHORT + "surveys/<slug:kind>/", "lead.surveys.results", Audience.LEAD),
    Route(_COHORT + "surveys/<slug:kind>/send/", "lead.surveys.launch", Audience.LEAD, BOTH),
    Route(_COHORT + "surveys/<slug:kind>/close/", "lead.surveys.close", Audience.LEAD, POST),
    Route(_COHORT + "certificates/", "lead.certificates.certificates", Audience.LEAD),
    Route(_COHORT + "certificates/issue/", "lead.certificates.award", Audience.LEAD, POST),
    Route(_COHORT + "certificates/issue-statements/", "lead.certificates.state", Audience.LEAD, POST),
    Route(_COHORT + "certificates/<uuid:mentor>/", "lead.certificates.mentor", Audience.LEAD, BOTH),
    Route(_COHORT + "certificates/<uuid:mentor>/issue/<slug:kind>/", "lead.certificates.issue", Audience.LEAD, POST),
    Route(_COHORT + "certificates/<uuid:certificate>/take-back/", "lead.certificates.revoke", Audience.LEAD, BOTH),
    Route(_COHORT + "report/", "lead.report.report", Audience.LEAD),
    Route(_COHORT + "report/report.csv", "lead.report.as_csv", Audience.LEAD),
    Route(_COHORT + "report/report.pdf", "lead.report.as_pdf", Audience.LEAD),
    Route(_COHORT + "report/send/", "lead.report.send", Audience.LEAD, POST),
    Route(_COHORT + "report/next/", "lead.report.start", Audience.LEAD, BOTH),
)

OTHER_ROUTES: tuple[Route, ...] = (
    Route("operator/", "operator.status.status", Audience.OPERATOR, BOTH),
    Route(_CONTACT, "contact.requests.inbox", Audience.CONTACT),
    Route(_FACILITATOR, "facilitator.register.sessions", Audience.FACILITATOR),
    Route(_FACILITATOR + "<uuid:session>/", "facilitator.register.register", Audience.FACILITATOR, BOTH),
    Route(_FACILITATOR + "<uuid:session>/survey/", "facilitator.register.survey", Audience.FACILITATOR, POST),
    Route(_CONTACT + "<uuid:asked>/acknowledge/", "contact.requests.acknowledge", Audience.CONTACT, POST),
    Route(_CONTACT + "<uuid:asked>/close/", "contact.requests.close", Audience.CONTACT, POST),
    Route("sponsor/<slug:scheme>/", "sponsor.report.cohorts", Audience.SPONSOR),
    Route("sponsor/<slug:scheme>/<slug:cohort>/", "sponsor.report.report", Audience.SPONSOR),
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
