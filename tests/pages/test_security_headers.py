from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from pares.pages.security_headers import STRICT, SecurityHeaders, written
from pares.pages.site_context import site_stylesheet

View = Callable[[HttpRequest], HttpResponse]


def answered(view: View = lambda _: HttpResponse(), **cookies: str) -> HttpResponse:
    request = RequestFactory().get("/")
    request.COOKIES.update(cookies)
    return SecurityHeaders(view)(request)


def test_the_content_policy_is_the_strict_one() -> None:
    assert answered().headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )


@override_settings(SECURE_CSP={"default-src": ["'self'"], "upgrade-insecure-requests": True, "img-src": []})
def test_the_setting_of_django_6_is_understood() -> None:
    assert answered().headers["Content-Security-Policy"] == "default-src 'self'; upgrade-insecure-requests"


def test_no_source_lets_anything_inline_or_foreign_in() -> None:
    allowed = {source for sources in STRICT.values() if not isinstance(sources, bool) for source in sources}
    assert allowed == {"'self'", "'none'"}
    assert "unsafe" not in written(STRICT)


def test_every_answer_carries_the_other_headers_unless_the_view_sets_its_own() -> None:
    headers = answered(lambda _: HttpResponse(headers={"Referrer-Policy": "no-referrer"})).headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert "camera=()" in headers["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in headers["Permissions-Policy"]


def signing_in(_: HttpRequest) -> HttpResponse:
    response = HttpResponse()
    response.set_cookie("sessionid", "x")
    return response


@pytest.mark.parametrize(
    ("view", "cookies", "kept_out"),
    [
        (lambda _: HttpResponse(), {}, False),
        (lambda _: HttpResponse(), {"sessionid": "x"}, True),
        (lambda _: HttpResponse(headers={"Cache-Control": "max-age=60"}), {"sessionid": "x"}, True),
        (signing_in, {}, True),
        (site_stylesheet, {"sessionid": "x"}, False),
    ],
)
def test_what_a_session_sees_is_kept_out_of_every_cache(view: View, cookies: dict[str, str], *, kept_out: bool) -> None:
    assert ("no-store" in answered(view, **cookies).headers.get("Cache-Control", "")) is kept_out


@override_settings(COLOUR="#4B1D4F")
def test_the_colour_comes_as_a_stylesheet() -> None:
    response = site_stylesheet(RequestFactory().get("/site.css"))
    assert (response.content, response.headers["Content-Type"]) == (b":root { --pares-brand: #4b1d4f; }\n", "text/css")
