"""The guard before every view: who may come in, and nothing that was not declared."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from pares.ground.people.models import Person
from pares.pages.account import sessions
from pares.pages.account.next_page import carrying
from pares.pages.actors.entering import enter
from pares.pages.actors.reach import NobodyHere
from pares.pages.route import Audience, Route

View = Callable[..., HttpResponseBase]

_OPEN = {Audience.PUBLIC, Audience.DEMO}
_SECOND_STEP = {Audience.LEAD, Audience.SPONSOR, Audience.OPERATOR, Audience.CONTACT, Audience.EDITOR}


def guarded(route: Route, view: View) -> View:
    """Return the view behind its audience's guard: `view(request, actor, **objects)` for signed-in audiences.

    Signed out: to the sign-in page and back. The wrong person, or somebody else's scheme: 404, as if it did not exist.
    A method the table does not name: 405.
    """

    @wraps(view)
    def entrance(request: HttpRequest, **objects: Any) -> HttpResponseBase:
        if request.method == "HEAD" and "GET" in route.methods:
            pass
        elif request.method not in route.methods:
            return HttpResponseNotAllowed(route.methods)
        try:
            answer = _admit(route, view, request, objects)
        except NobodyHere:
            raise Http404 from None
        return _headers_only(answer) if request.method == "HEAD" else answer

    entrance.route = route  # type: ignore[attr-defined]
    return entrance


def _headers_only(answer: HttpResponseBase) -> HttpResponseBase:
    """Return the answer to a HEAD, as link scanners send it: the same headers and no body."""
    if isinstance(answer, HttpResponse):
        answer.headers.setdefault("Content-Length", str(len(answer.content)))
        answer.content = b""
    return answer


def _admit(route: Route, view: View, request: HttpRequest, objects: dict[str, Any]) -> HttpResponseBase:
    if route.audience is Audience.DEMO and not settings.DEMO:
        raise Http404
    if route.audience in _OPEN:
        return view(request, **objects)
    if route.audience is Audience.VISITOR:
        return redirect("/home/") if request.user.is_authenticated else view(request, **objects)
    if not isinstance(request.user, Person):
        return redirect_to_login(request.get_full_path(), reverse("account_login"))
    actor, rest = enter(route.audience, request.user, objects)
    if route.audience in _SECOND_STEP and (step := _second_step(request, request.user)):
        return step
    request.actor = actor  # type: ignore[attr-defined]
    return view(request, actor, **rest)


def _second_step(request: HttpRequest, person: Person) -> HttpResponse | None:
    """Return the way to the second step that pages about other people take, or None once it is done.

    Those who have none yet set it up; those whose session has not passed it prove themselves. Such a session ends
    within the day, even one begun for 30 days before its owner was given a role.
    """
    sessions.narrow(request)
    if not settings.SECOND_STEP:
        return None
    if not is_mfa_enabled(person):
        return redirect("account.security.security")
    if not sessions.took_second_step(request, person):
        way = get_adapter(request).get_reauthentication_methods(person)[0]
        return redirect(carrying(way["url"], request.get_full_path()))
    return None


class DefaultDeny:
    """Middleware: a view that no route of the table guards answers 404, static files apart."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, _request: HttpRequest, view: View, _args: object, _kwargs: object) -> None:
        """Refuse a view without a route."""
        if not hasattr(view, "route"):
            raise Http404
