"""The addresses of the site, made from the one table in pares/pages/routes.py."""

from django.urls import URLPattern, path
from django.utils.module_loading import import_string

from pares.pages.access import guarded
from pares.pages.route import Route
from pares.pages.routes import ROUTES


def addresses(route: Route) -> list[URLPattern]:
    """Return the pattern of one route under each of its names, its view behind its guard."""
    view = guarded(route, import_string(f"pares.pages.{route.view}"))
    return [path(route.path, view, name=name) for name in (route.name, *route.aliases)]


urlpatterns = [pattern for route in ROUTES for pattern in addresses(route)]
handler400 = "pares.pages.public.faults.bad_request"
handler403 = "pares.pages.public.faults.forbidden"
handler404 = "pares.pages.public.faults.not_found"
handler429 = "pares.pages.account.limits.too_many"
handler500 = "pares.pages.public.faults.server_error"
