"""Serve the site's pages."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication

from pares.management.pending import refuse_unready

KEEP_ALIVE = 75


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with our settings instead of a file of its own."""

    def __init__(self, options: dict[str, Any]) -> None:
        """Take gunicorn's settings by name."""
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Hand the settings over."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the site."""
        return get_wsgi_application()


class Command(BaseCommand):
    """Serve the site's pages."""

    help = "Serve the site's pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address and the number of processes."""
        parser.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
        parser.add_argument("--bind", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
        parser.add_argument("--workers", type=int, default=2, help="processes, each with four threads (2)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Refuse an unready database, gather the static files, then serve until told to stop."""
        refuse_unready()
        call_command("collectstatic", interactive=False, verbosity=0)
        Server(
            {
                "bind": f"{options['bind']}:{options['port']}",
                "workers": options["workers"],
                "worker_class": "gthread",
                "threads": 4,
                "preload_app": True,
                "keepalive": KEEP_ALIVE,
                "forwarded_allow_ips": "127.0.0.1",
                "loglevel": "warning",
                "proc_name": settings.SITE_NAME,
            }
        ).run()
