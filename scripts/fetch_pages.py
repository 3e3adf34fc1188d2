"""Wait for a site to come up, then fetch three pages and a style sheet; exit 1 where one is amiss."""

import re
import sys
import time
import urllib.error
import urllib.request

PATIENCE = 180
PAGES = ("/", "/sign-in/", "/demo/mail/")


def fetch(address: str) -> str:
    """Return what the address answers with 200; raises OSError for everything else."""
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 - the address is our own
        return str(answer.read().decode("utf-8"))


def wait_for(site: str) -> None:
    """Return once the site says it is well; raises TimeoutError after three minutes."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            fetch(f"{site}/healthz")
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(f"{site}/healthz has not answered 200 in {PATIENCE} seconds.")


def main() -> int:
    """Return 0 where all is well."""
    site = sys.argv[1]
    wait_for(site)
    for page in PAGES:
        words = fetch(site + page)
        if "<h1" not in words:
            sys.stderr.write(f"{page} has no heading.\n")
            return 1
    style = re.search(r'href="(/static/[^"]+\.css)"', fetch(site + "/"))
    if style is None or not fetch(site + style[1]):
        sys.stderr.write("The home page has no style sheet.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
