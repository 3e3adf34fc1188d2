"""Settings read from the environment, each declared once with its meaning.

A value may also be handed over in a file: for NAME set NAME_FILE to the file's path, as secrets usually are.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class Misconfigured(Exception):  # noqa: N818 - the sentence an operator reads
    """The environment cannot be used as it is; `str()` says which name and what it takes."""


@dataclass(frozen=True)
class Setting:
    """One setting: its name, what it means and its default (None where production must give it)."""

    name: str
    meaning: str
    default: str | None = ""


DECLARED: dict[str, Setting] = {
    setting.name: setting
    for setting in (
        Setting("PARES_MODE", "production, demo, develop or test", "production"),
        Setting("PARES_SECRET_KEY", "at least 50 random characters; signs cookies and codes", None),
        Setting("PARES_URL", "the address people type, such as https://mentoring.example.nhs.uk", None),
        Setting("PARES_DATA", "the folder for the database file, box keys and saved letters", "data"),
        Setting("DATABASE_URL", "postgres://user:password@host/name; empty for a SQLite file in PARES_DATA"),
        Setting("PARES_MAIL", "smtp://user:password@host:port, smtps://…, or folder to save letters as files", None),
        Setting("PARES_MAIL_FROM", "the address letters come from", None),
        Setting("PARES_WISHES_KEY", "32 random bytes in base64; keeps wishes unreadable in the database", None),
        Setting("PARES_WHO_MAY_OPEN", "who may open a scheme: operator, invited or anyone", "operator"),
        Setting("PARES_SITE_NAME", "the name in the header", "Pares"),
        Setting("PARES_ORGANISATION", "your trust's or school's name, shown beside the site's name"),
        Setting("PARES_LOGO", "the address of your logo on this host, such as /static/logo.svg"),
        Setting("PARES_COLOUR", "the header's colour as #rrggbb; must be dark enough for white words", "#12403f"),
        Setting("PARES_SOURCE", "where the source code of this copy is to be had, shown on the page about Pares"),
        Setting(
            "PARES_CONTACT", "the address at which whoever runs this site is reached, shown on its pages about itself"
        ),
        Setting("PARES_LETTERS_A_MINUTE", "how many letters may leave in a minute", "30"),
        Setting(
            "PARES_SECOND_STEP",
            "yes to ask leads, sponsors and operators for a second step, and leads again before lists of people",
            "yes",
        ),
        Setting("PARES_BEHIND_PROXY", "yes where a proxy in front speaks HTTPS and sets X-Forwarded-Proto", "no"),
    )
}


@dataclass(frozen=True)
class Environment:
    """Typed reading of declared settings from a mapping (the process's environment unless told)."""

    values: Mapping[str, str]

    def text(self, name: str, default: str | None = None) -> str:
        """Return the setting's value, its file's content, the given or the declared default.

        Raises Misconfigured where nothing gives a value and the setting has no default.
        """
        declared = DECLARED[name]
        if path := self.values.get(f"{name}_FILE"):
            return _content(name, path)
        value = self.values.get(name) or (declared.default if default is None else default)
        if value is None:
            raise Misconfigured(f"Set {name}: {declared.meaning}.")
        return value

    def one_of(self, name: str, *allowed: str) -> str:
        """Return the value if it is one of those allowed; raises Misconfigured otherwise."""
        value = self.text(name)
        if value not in allowed:
            raise Misconfigured(f"{name} is {value!r}; it takes {', '.join(allowed)}.")
        return value

    def yes(self, name: str, default: str | None = None) -> bool:
        """Return True for yes, False for no; raises Misconfigured for anything else."""
        value = self.text(name, default).lower()
        if value not in {"yes", "no"}:
            raise Misconfigured(f"{name} is {value!r}; it takes yes or no.")
        return value == "yes"

    def number(self, name: str) -> int:
        """Return a whole number above zero; raises Misconfigured otherwise."""
        value = self.text(name)
        if not value.isdecimal() or int(value) == 0:
            raise Misconfigured(f"{name} is {value!r}; it takes a whole number above 0.")
        return int(value)


def _content(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Misconfigured(f"{name}_FILE points to {path}, which cannot be read: {error.strerror}.") from error


def read() -> Environment:
    """Return the process's environment."""
    return Environment(os.environ)
