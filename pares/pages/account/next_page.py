"""Where to go afterwards: only ever a page of this site."""

from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "next"
LONGEST = 2000
_NOT_IN_A_PATH = {"\\", "\x7f"}


def is_ours(address: str) -> bool:
    """Tell whether the address is a path of this site and nothing a browser could read as another one."""
    if not address.startswith("/") or address.startswith("//") or len(address) > LONGEST:
        return False
    if any(letter in _NOT_IN_A_PATH or ord(letter) <= ord(" ") for letter in address):
        return False
    if "%5c" in address.lower() or "%00" in address:
        return False
    return url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def wanted(request: HttpRequest) -> str:
    """Return the page the request asks to be led to afterwards, or "" where it names none of ours."""
    address = request.POST.get(FIELD) or request.GET.get(FIELD) or ""
    return address if is_ours(address) else ""


def carrying(address: str, then: str) -> str:
    """Return the address with the page to be led to afterwards."""
    return f"{address}?{urlencode({FIELD: then})}" if then else address
