"""A mentor's start page, training dates for their calendar, and a blank reflection sheet to print."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pares.ground import clock
from pares.ground.files.calendars import Entry, event
from pares.pages.actors.partner import Partner
from pares.pages.partner_home import begins, taken
from pares.pages.partnership import render_partner
from pares.stages.recognition.records import standing
from pares.stages.training.models import Session, SessionKind


def home(request: HttpRequest, mentor: Partner) -> HttpResponse:
    """Show a mentor's mentees, training, proofs towards the certificate, surveys and dates, the latest cohort first."""
    today = clock.today()
    parts = taken(mentor, today)
    latest = parts[0]
    shown = {
        "latest": latest,
        "earlier": parts[1:],
        "standing": standing(latest.application, own=True),
        "shelves": mentor.shelves(today),
    }
    return render_partner(request, "home/home.html", mentor, shown)


def calendar(request: HttpRequest, mentor: Partner, session: UUID) -> HttpResponse:  # noqa: ARG001 - a view
    """Hand over a training session as a calendar file; its title says nothing of mentoring, calendars are shared."""
    content = event(_entry(mentor.training_session(session)), stamp=clock.now())
    name = {"Content-Disposition": 'attachment; filename="session.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=name)


def reflection_sheet(request: HttpRequest, mentor: Partner) -> HttpResponse:
    """Show a blank sheet to print and keep; nothing of it is stored."""
    back = ("Your mentoring", reverse("mentor.home.home"))
    return render_partner(request, "home/reflection_sheet.html", mentor, {"back": back})


def _entry(session: Session) -> Entry:
    start = begins(session)
    return Entry(
        uid=f"{session.pk}@pares",
        start=start,
        end=start + timedelta(minutes=session.minutes),
        summary="Workshop" if session.kind == SessionKind.WORKSHOP else "Training",
        location=session.place,
        sequence=session.sequence,
    )
