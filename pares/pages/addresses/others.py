"""Addresses of operators, contacts, facilitators and sponsors, and of the demo."""

from pares.pages.route import BOTH, POST, Audience, Route

_FACILITATOR = "facilitator/<slug:scheme>/"
_CONTACT = "contact/<slug:scheme>/"

OTHER_ROUTES: tuple[Route, ...] = (
    Route("operator/", "operator.status.status", Audience.OPERATOR, BOTH),
    Route("operator/editors/", "operator.editors.editors", Audience.OPERATOR, BOTH),
    Route("operator/editors/<uuid:person>/end/", "operator.editors.end", Audience.OPERATOR, POST),
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
