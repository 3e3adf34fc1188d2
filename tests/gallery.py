"""A picture of every page as every role sees it in the demo, wide and narrow, in a folder that opens as one page.

Run through `make gallery`; it says which pages it saw, and fails where one does not answer.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.urls import Resolver404, resolve  # noqa: E402 - after the setup
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from pares.pages.demo.cast import CAST  # noqa: E402

WIDTHS = (1280, 375)
PORT = 8123
PATIENCE = 180
LONGEST = 6000
MOST = 3
PUBLIC = ("public.", "demo.")
NOT_PAGES = ("file", "csv", "pdf", "ics", "svg", "css", "download", "workbook")


@dataclass(frozen=True)
class Picture:
    """One page as one role saw it."""

    role: str
    route: str
    address: str
    title: str


@contextmanager
def demo() -> Iterator[str]:
    """Run the demo in a folder of its own and give its address."""
    folder = os.environ.get("PARES_GALLERY_DATA") or tempfile.mkdtemp(prefix="pares-gallery-")
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment |= {"PARES_DATA": folder}
    running = subprocess.Popen([sys.executable, "-m", "pares", "demo", "--port", str(PORT)], env=environment)
    try:
        wait_for(f"http://127.0.0.1:{PORT}/", running)
        yield f"http://127.0.0.1:{PORT}"
    finally:
        running.terminate()
        running.wait(30)
        if "PARES_GALLERY_DATA" not in os.environ:
            shutil.rmtree(folder, ignore_errors=True)


def wait_for(address: str, running: "subprocess.Popen[bytes]") -> None:
    """Wait until the address answers."""
    give_up = time.monotonic() + PATIENCE
    while running.poll() is None and time.monotonic() < give_up:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("The demo did not start.")


def route_of(address: str) -> str | None:
    """Return the name of the route of an address, or None for what is no page of ours."""
    path = urlsplit(address).path
    try:
        name = resolve(path).url_name
    except Resolver404:
        return None
    last = path.rstrip("/").rpartition("/")[2]
    return None if name is None or any(last.endswith(end) for end in NOT_PAGES) else name


def enter(page: Page, site: str, role: str) -> None:
    """Sign in as a role in one tap."""
    page.goto(f"{site}/demo/")
    page.locator(f"form[action='/demo/sign-in/{role}/'] button").click()
    page.wait_for_load_state()


def walk(page: Page, site: str, start: str, *, public: bool) -> Iterator[tuple[str, str]]:
    """Yield a name and the address of every kind of page that links lead to, a few of each kind."""
    seen: dict[str, set[str]] = {}
    waiting = [start]
    while waiting:
        address = waiting.pop(0).split("?")[0]
        route = route_of(address)
        if route is None or not address.startswith(site) or (not public and route.startswith(PUBLIC)):
            continue
        known = seen.setdefault(route, set())
        if address in known or len(known) == MOST:
            continue
        known.add(address)
        answer = page.goto(address)
        if answer is None or answer.status >= 400:
            raise SystemExit(f"{address} answered {answer.status if answer else 'nothing'}.")
        yield f"{route}-{len(known)}", address
        waiting += page.eval_on_selector_all("a[href]", "links => links.map(link => link.href.split('#')[0])")


def take(browser: Browser, site: str, role: str, folder: Path) -> list[Picture]:
    """Walk the site as one role, taking each page at both widths."""
    context = browser.new_context(viewport={"width": WIDTHS[0], "height": 900})
    page = context.new_page()
    start = f"{site}/"
    if role != "visitor":
        enter(page, site, role)
        start = f"{site}/home/"
    pictures = []
    for route, address in walk(page, site, start, public=role == "visitor"):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            height = min(LONGEST, page.evaluate("document.documentElement.scrollHeight"))
            shot = folder / f"{role}-{route}-{width}.png"
            page.screenshot(path=shot, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
        pictures.append(Picture(role, route, address.removeprefix(site), page.title()))
    context.close()
    return pictures


def index(pictures: list[Picture]) -> str:
    """Return the page that shows them all."""
    rows = "".join(
        f"<h2 id='{p.role}-{p.route}'>{escape(p.role)}: {escape(p.title)}</h2><p>{escape(p.address)}</p>"
        + "".join(
            f"<a href='{p.role}-{p.route}-{w}.png'><img loading='lazy' alt='{w} pixels wide' "
            f"src='{p.role}-{p.route}-{w}.png' width='{w // 2}'></a> "
            for w in WIDTHS
        )
        for p in pictures
    )
    style = "body{font-family:sans-serif;margin:2rem}img{border:1px solid #999;vertical-align:top}"
    return (
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>Every page of Pares</title>"
        f"<style>{style}</style><h1>Every page of Pares, as every role sees it</h1>{rows}</html>"
    )


def main(folder: Path) -> None:
    """Take all pictures into a folder and write its index."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    found = os.environ.get("PARES_CHROMIUM") or shutil.which("chromium")
    with demo() as site, sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=found, args=flags)
        pictures = [
            picture
            for role in ("visitor", *(part.key for part in CAST))
            for picture in take(browser, site, role, folder)
        ]
        browser.close()
    (folder / "index.html").write_text(index(pictures), encoding="utf-8")
    sys.stdout.write(f"{len(pictures)} pages at {len(WIDTHS)} widths: open {folder / 'index.html'}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
