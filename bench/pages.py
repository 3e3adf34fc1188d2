"""What a public page costs, against a bare Django view on the same server in the same run.

Starts the production server (gunicorn, as `python -m pares serve` does) on an empty site in a folder that is thrown
away, asks for each page over one connection (milliseconds), then over eight at once (requests a second). The one who
asks runs on the same machine as the server, and so does everybody else: the server's own processor time for a request
is what other work beside it changes least, and what the budget is held against.
"""

import base64
import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from threading import Thread
from urllib.request import urlopen

BARE = "bare/"
PAGES = {
    "Bare view": BARE,
    "Home": "",
    "Chapter": "handbook/step-4-match/",
    "Directory": "directory/",
    "Directory, searched": "directory/?words=psychiatry",
    "Evidence": "evidence/",
    "Library": "library/",
    "Search": "search/?q=how+many+sessions+for+a+certificate",
    "Timelines": "timelines/",
    "Timeline": "timelines/core-6/?start=2027-02-03",
    "Case, calculated": "case/?mentees=60&mentees_apply=70",
    "Timeline (PDF)": "timelines/core-6/timeline.pdf?start=2027-02-03",
    "Handbook (PDF)": "handbook/handbook.pdf",
}
MOST_WORK = 15.0
SECONDS, MOST, LEAST = 1.0, 200, 4
CONNECTIONS = 8
WAIT = 60
# Where /proc/<process>/stat has them, counted from behind the name.
PARENT, USER, SYSTEM = 1, 11, 12
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+|/site\.css[^"]*)"')


@dataclass(frozen=True)
class Measured:
    """One page: milliseconds one after another, requests a second at once, the server's own milliseconds, bytes."""

    name: str
    middle: float
    late: float
    rate: float
    work: float
    size: int


class Connection:
    """A kept-alive connection that asks for one page again and again."""

    def __init__(self, port: int, path: str) -> None:
        """Connect to the server on this machine."""
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head = (f"GET /{path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept-Encoding: br, gzip")
        self.asking = ("\r\n".join(head) + "\r\n\r\n").encode()

    def ask(self) -> bytes:
        """Ask once and return the whole answer; ValueError for anything but a page."""
        self.socket.sendall(self.asking)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._more()
        head, _, body = answer.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200 "):
            raise ValueError(f"{self.asking.split(maxsplit=2)[1].decode()}: {head.splitlines()[0].decode()}")
        length = int(re.search(rb"(?i)content-length: (\d+)", head)[1])  # type: ignore[index]
        parts, got = [answer], len(body)
        while got < length:
            parts.append(self._more())
            got += len(parts[-1])
        return b"".join(parts)

    def _more(self) -> bytes:
        if more := self.socket.recv(65536):
            return more
        raise ConnectionError("The server hung up.")

    def close(self) -> None:
        """Hang up."""
        self.socket.close()


def main() -> None:
    """Measure and print, and name the pages that take longer than their budget; a busy machine makes them slower."""
    with tempfile.TemporaryDirectory(prefix="pares-bench-") as folder, served(Path(folder)) as (server, port):
        for path in PAGES.values():
            _warm(port, path)
        found = [measured(server, port, name, path) for name, path in PAGES.items()]
        first, requests = first_visit(port)
    show(found)
    say(f"\nFirst visit of the home page: {first:,} bytes in {requests} requests, headers included.")
    slow = [each.name for each in found if each.work - found[0].work > MOST_WORK and "PDF" not in each.name]
    if slow:
        say(f"More than {MOST_WORK:.0f} ms of work above the bare view: {', '.join(slow)}.")


def show(found: Sequence[Measured]) -> None:
    """Print a line for each page; the first is the bare view."""
    bare = found[0]
    say(f"{'':22}{'work ms':>8}{'x bare':>8}{'median ms':>11}{'p95 ms':>9}{'req/s':>8}{'of bare':>9}{'bytes':>10}")
    for each in found:
        say(
            f"{each.name:22}{each.work:8.2f}{each.work / bare.work:8.1f}{each.middle:11.2f}{each.late:9.2f}"
            f"{each.rate:8.0f}{each.rate / bare.rate:9.1%}{each.size:10,}"
        )


def measured(server: int, port: int, name: str, path: str) -> Measured:
    """Return what one page costs; `server` is the first of the server's processes."""
    worked = worked_until_now(server)
    one, times = Connection(port, path), list[float]()
    until = time.perf_counter() + SECONDS
    while len(times) < LEAST or (time.perf_counter() < until and len(times) < MOST):
        begun = time.perf_counter()
        size = len(one.ask())
        times.append(1000 * (time.perf_counter() - begun))
    one.close()
    answers, seconds = at_once(port, path)
    work = 1000 * (worked_until_now(server) - worked) / (len(times) + answers)
    return Measured(name, median(times), quantiles(times, n=20)[-1], answers / seconds, work, size)


def worked_until_now(server: int) -> float:
    """Return the seconds of processor time that the server's processes have used."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if server in {int(path.parent.name), int(fields[PARENT])}:
            ticks += int(fields[USER]) + int(fields[SYSTEM])
    return ticks / os.sysconf("SC_CLK_TCK")


def at_once(port: int, path: str) -> tuple[int, float]:
    """Return how many answers come over several connections at once, and in how many seconds."""
    until, done = time.perf_counter() + SECONDS, [0] * CONNECTIONS

    def keep_asking(number: int) -> None:
        one = Connection(port, path)
        while time.perf_counter() < until:
            one.ask()
            done[number] += 1
        one.close()

    begun = time.perf_counter()
    threads = [Thread(target=keep_asking, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done), time.perf_counter() - begun


def first_visit(port: int) -> tuple[int, int]:
    """Return the bytes and the requests of the home page with what it needs from us, nothing kept from before."""
    page = _once(port, "")
    assets = dict.fromkeys(ASSET.findall(page.decode(errors="replace")))
    return len(page) + sum(len(_once(port, asset.lstrip("/"))) for asset in assets), 1 + len(assets)


@contextmanager
def served(folder: Path) -> Iterator[tuple[int, int]]:
    """Serve an empty site as in production until the block ends; give its first process and its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    given, here = _environment(folder, port), Path(__file__).parents[1]
    command = [sys.executable, "-m", "pares"]
    subprocess.run([*command, "migrate", "--verbosity", "0"], check=True, cwd=here, env=given)  # noqa: S603
    server = subprocess.Popen([*command, "serve", "--port", str(port)], cwd=here, env=given)  # noqa: S603
    try:
        _await(server, port)
        yield server.pid, port
    finally:
        server.terminate()
        server.wait(timeout=WAIT)


def _environment(folder: Path, port: int) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "bench.bare.settings",
        "PARES_MODE": "production",
        "PARES_DATA": str(folder / "data"),
        "PARES_URL": f"http://127.0.0.1:{port}",
        "PARES_SECRET_KEY": secrets.token_hex(40),
        "PARES_WISHES_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "PARES_MAIL": "folder",
        "PARES_MAIL_FROM": "mentoring@pares.example",
        "PARES_SECOND_STEP": "no",
    }


def _await(server: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{port}/{BARE}", timeout=5):
                return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    raise SystemExit("The server did not start.")


def _warm(port: int, path: str) -> None:
    """Ask often enough that both of the server's processes have read what they keep."""
    for _ in range(CONNECTIONS):
        _once(port, path)


def _once(port: int, path: str) -> bytes:
    one = Connection(port, path)
    answer = one.ask()
    one.close()
    return answer


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
