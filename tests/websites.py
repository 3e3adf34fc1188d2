"""Web sites on this machine, well-behaved and not, for asking them whether a link works."""

import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HUGE = 50_000_000
LEADS_ON = {
    "/old": (301, "/older"),
    "/older": (308, "{at}/new#part"),
    "/for-now": (302, "new"),
    "/there": (302, "/back"),
    "/back": (302, "/there"),
    "/to-a-file": (301, "file:///etc/passwd"),
    "/with-signs": (301, "/n\x1b]0;owned\x07\x9b2Jew?of=caf\xc3\xa9&a=%20b"),
    "/into-the-network": (302, "{elsewhere}"),
    **{f"/on{'1' * n}": (302, f"/on{'1' * (n + 1)}") for n in range(8)},
}


class Pages(BaseHTTPRequestHandler):
    """One page for each way of answering; `/404` answers with that status, and any other path is there."""

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    @property
    def site(self) -> "Site":
        return self.server.site

    @property
    def is_head(self) -> bool:
        return self.command == "HEAD"

    def answer(self) -> None:
        self.site.asked.append((self.command, self.path, self.headers["User-Agent"], time.monotonic()))
        odd = getattr(self, f"page_{self.path[1:].replace('-', '_')}", None)
        if self.path in LEADS_ON:
            status, to = LEADS_ON[self.path]
            self.say(status, to.format(at=self.site.at, elsewhere=self.site.elsewhere))
        elif odd:
            odd()
        else:
            self.say(int(self.path[1:]) if self.path[1:].isdecimal() else 200)

    def say(self, status: int, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.end_headers()

    def page_get_only(self) -> None:
        self.say(405 if self.is_head else 200)

    def page_hangs_up_on_head(self) -> None:
        if not self.is_head:
            self.say(200)

    def page_silent(self) -> None:
        self.site.closing.wait(5)

    def page_slow_drip(self) -> None:
        self.send_response(200)
        self.flush_headers()
        while not self.site.closing.wait(0.05):
            try:
                self.wfile.write(b"X-More: and more\r\n")
            except OSError:
                return

    def page_huge(self) -> None:
        self.send_response(405 if self.is_head else 200)
        self.send_header("Content-Length", str(HUGE))
        self.end_headers()
        try:
            while not self.is_head and self.site.sent < HUGE:
                self.wfile.write(b"x" * 10_000)
                self.site.sent += 10_000
        except OSError:
            return

    def page_report_pdf(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/pdf")
        self.end_headers()

    def page_no_words(self) -> None:
        self.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")

    def log_message(self, *_: object) -> None:
        return


class Site:
    """A server on this machine: `asked` holds every question with its moment, `sent` the bytes of bodies sent."""

    def __init__(self, tls: ssl.SSLContext | None = None):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.server.site = self
        self.port = self.server.server_address[1]
        self.at = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self.asked: list[tuple[str, str, str, float]] = []
        self.sent, self.elsewhere, self.closing = 0, "", threading.Event()
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()

    @property
    def methods(self) -> list[tuple[str, str]]:
        return [(method, path) for method, path, _, _ in self.asked]
