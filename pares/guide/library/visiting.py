"""One question to one web server: which places may be visited, and what is taken from the answer. Pure: no Django.

Links are typed by people, and the server that checks them stands inside somebody's network. So a name is looked up
once, every address it has must be public, and the connection goes to an address that was looked at.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

WEB_PORTS = {"http": 80, "https": 443}
LONGEST = 1000
# Inside an address of this network stands an address of the old kind (RFC 6052).
_TRANSLATED = IPv6Network("64:ff9b::/96")
_KEPT = "%/:=&?~+!$,;'@()*[]"

Visitable = Callable[[str, int], bool]
"""Whether the server at this numeric address and port may be asked."""


class NotVisitedError(Exception):
    """There was no answer; `str()` says why, `verdict` what that makes of the link.

    `by_method` tells that another method may be understood where this one was not.
    """

    def __init__(self, why: str, verdict: str, *, by_method: bool = False) -> None:
        """Take the sentence and the verdict."""
        super().__init__(why)
        self.verdict, self.by_method = verdict, by_method


@dataclass(frozen=True, slots=True)
class Place:
    """A web address in its parts; `target` is what the server is asked for."""

    scheme: str
    host: str
    port: int
    target: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is taken from an answer."""

    status: int
    location: str


def place(url: str) -> Place:
    """Return the parts of a web address; raises NotVisitedError for anything that is none."""
    try:
        parts = urlsplit(url)
        usual = WEB_PORTS.get(parts.scheme, 0)
        port = usual if parts.port is None else parts.port * bool(usual)
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:
        parts, port, host = urlsplit(""), 0, ""
    if not host or not port or len(url) > LONGEST or "@" in parts.netloc:
        raise NotVisitedError("This is no address of a web page.", "not_asked")
    target = quote(parts.path or "/", safe=_KEPT) + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    return Place(parts.scheme, host, port, target)


def public_web(address: str, port: int) -> bool:
    """Tell whether a numeric address is one of the public internet, and the port one of the web's."""
    return port in WEB_PORTS.values() and is_public(address)


def anywhere(address: str, port: int) -> bool:  # noqa: ARG001 - a Visitable
    """Tell that any server may be asked: for trying out, and for links inside a network of one's own."""
    return True


def is_public(address: str) -> bool:
    """Tell whether a numeric address is one anybody on the internet may reach, also where it wraps an older one."""
    found = ip_address(address.partition("%")[0])
    inner = _inside(found) if isinstance(found, IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    site_local = isinstance(found, IPv6Address) and found.is_site_local
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified or site_local)


def visit(where: Place, method: str, *, agent: str, timeout: float, may_visit: Visitable) -> Answer:
    """Ask for one page and return the head of the answer; its body is not read. Raises NotVisitedError.

    `timeout` is in seconds, for the whole of it.
    """
    until = time.monotonic() + timeout
    late = NotVisitedError(f"There was no answer within {timeout:g} seconds.", "silent")
    try:
        with closing(_Pinned(where, _addresses(where, may_visit), until)) as connection:
            connection.connect()
            with _cut_off(connection, until):
                return _head(connection, where, method, agent)
    except TimeoutError:
        raise late from None
    except (OSError, http.client.HTTPException) as error:
        raise _why(where, error) from None


class _Pinned(http.client.HTTPConnection):
    """A connection to one of the addresses that were looked at, whatever the name says a moment later."""

    def __init__(self, where: Place, addresses: list[str], until: float) -> None:
        super().__init__(where.host, where.port)
        self.where, self.addresses, self.until = where, addresses, until
        self.default_port = WEB_PORTS[where.scheme]

    def connect(self) -> None:
        """Connect to the first address that takes the call."""
        faults: list[OSError] = []
        for address in self.addresses:
            try:
                self.sock = socket.create_connection((address, self.port), max(self.until - time.monotonic(), 0.001))
            except OSError as fault:
                faults.append(fault)
            else:
                break
        else:
            raise faults[-1]
        if self.where.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )


def _head(connection: _Pinned, where: Place, method: str, agent: str) -> Answer:
    if isinstance(connection.sock, ssl.SSLSocket):
        connection.sock.do_handshake()
    connection.request(method, where.target, headers={"User-Agent": agent, "Accept": "*/*", "Connection": "close"})
    answer = connection.getresponse()
    # Whatever a stranger's server sends is spelt as addresses are: what it leads to is printed, kept and shown.
    return Answer(answer.status, quote(answer.headers.get("Location", "").encode("latin-1"), safe=f"{_KEPT}#"))


@contextmanager
def _cut_off(connection: _Pinned, until: float) -> Iterator[None]:
    """End the connection at that moment, also of a server that keeps sending a little; raises TimeoutError then."""
    cut = threading.Event()

    def end() -> None:
        cut.set()
        with suppress(OSError):
            socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)

    timer = threading.Timer(max(until - time.monotonic(), 0), end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException):
        if not cut.is_set():
            raise
    finally:
        timer.cancel()
    if cut.is_set():
        raise TimeoutError


def _addresses(where: Place, may_visit: Visitable) -> list[str]:
    """Return the numeric addresses of a host; raises NotVisitedError where one of them may not be visited."""
    found = socket.getaddrinfo(where.host, where.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not all(may_visit(address, where.port) for address in addresses):
        raise NotVisitedError("This address is not on the public web.", "not_asked")
    return addresses


def _inside(found: IPv6Address) -> IPv4Address | None:
    """Return the address of the old kind that one of the new kind wraps, if it does."""
    if found in _TRANSLATED:
        return IPv4Address(int(found) & 0xFFFFFFFF)
    return found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)


def _why(where: Place, error: Exception) -> NotVisitedError:
    """Return what a fault of the network means for the link."""
    if isinstance(error, socket.gaierror | UnicodeError):
        return NotVisitedError(f"Nobody knows the name {where.host}.", "silent")
    if isinstance(error, ssl.SSLError):
        reason = getattr(error, "verify_message", "") or "no secure connection"
        return NotVisitedError(f"Its certificate does not hold: {reason}.", "faulty")
    if isinstance(error, http.client.HTTPException | ConnectionResetError | BrokenPipeError):
        return NotVisitedError("What came back is no answer of a web server.", "faulty", by_method=True)
    return NotVisitedError("The server does not take calls.", "silent")
