"""Addresses of mentors and of mentees."""

from pares.pages.route import BOTH, Audience, Route


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
    Route("mentee/ballot/<uuid:application>/", "mentee.ballot.check", Audience.MENTEE),
    Route("mentee/shortlist/<uuid:application>/", "mentee.shortlist.choose", Audience.MENTEE, BOTH),
    *_pair_routes(Audience.MENTEE),
)
