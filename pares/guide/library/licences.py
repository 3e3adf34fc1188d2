"""The licences that owners give to everybody, by our short name for each, and what each allows."""

from dataclasses import dataclass

_CREATIVE_COMMONS = "https://creativecommons.org/"
_BY = "You must name the owner, link to the licence and say if you changed anything."
_NC = "Nobody may be charged for it, and it may not go into a paid course."
_ND = "You may not hand on a changed version."
_SA = "A changed version must be under the same licence."


@dataclass(frozen=True, slots=True)
class Licence:
    """One licence as its owner's page names it; `link` is its text, or "" where the version is not known."""

    name: str
    link: str
    conditions: tuple[str, ...]
    adapt: bool = True
    sell: bool = True


def _cc(parts: str, version: str) -> Licence:
    """Return a Creative Commons licence: `_cc("by-nc", "4.0")`; a version of "" is one nobody noted."""
    link = f"{_CREATIVE_COMMONS}licenses/{parts}/{version}/" if version else ""
    said = {"by": _BY, "nc": _NC, "nd": _ND, "sa": _SA}
    name = f"CC {parts.upper()} {version or '(version not noted)'}"
    held = parts.split("-")
    return Licence(name, link, tuple(said[part] for part in held), adapt="nd" not in held, sell="nc" not in held)


_PARTS = ("by", "by-sa", "by-nc", "by-nc-sa", "by-nd", "by-nc-nd")

LICENCES: dict[str, Licence] = {
    **{f"cc-{parts}-{version}": _cc(parts, version) for version in ("4.0", "3.0", "2.0") for parts in _PARTS},
    **{f"cc-{parts}": _cc(parts, "") for parts in _PARTS},
    "cc0-1.0": Licence("CC0 1.0", f"{_CREATIVE_COMMONS}publicdomain/zero/1.0/", ()),
}
OGL = Licence(
    "Open Government Licence v3.0",
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ("You must name the owner and link to the licence.", "Logos, crests and other people’s parts are not covered."),
)
OURS = "cc-by-4.0"
