"""A mentee's pair: the mentor, the agreement, sessions, asking for a change."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from pares.pages import partnership
from pares.pages.actors.partner import Partner


def show(request: HttpRequest, mentee: Partner, pair: UUID) -> HttpResponse:
    """Show the mentor and what to do next."""
    return partnership.show(request, mentee, pair)


def agreement(request: HttpRequest, mentee: Partner, pair: UUID) -> HttpResponse:
    """Show the agreement and take the mentee's acceptance."""
    return partnership.agreement(request, mentee, pair)


def sessions(request: HttpRequest, mentee: Partner, pair: UUID) -> HttpResponse:
    """Add sessions."""
    return partnership.sessions(request, mentee, pair)


def take_back(request: HttpRequest, mentee: Partner, pair: UUID, session: UUID) -> HttpResponse:
    """Remove a session added by mistake."""
    return partnership.take_back(request, mentee, pair, session)


def change(request: HttpRequest, mentee: Partner, pair: UUID) -> HttpResponse:
    """Ask for another mentor."""
    return partnership.change(request, mentee, pair)


def stop(request: HttpRequest, mentee: Partner, pair: UUID) -> HttpResponse:
    """Stop taking part."""
    return partnership.stop(request, mentee, pair)
