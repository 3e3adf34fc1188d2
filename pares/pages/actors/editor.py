"""An editor of the site: its guidance, its library, its directory and its standard letters."""

from dataclasses import dataclass

from pares.pages.actors.account import Account


@dataclass(frozen=True)
class Editor(Account):
    """Somebody whom an operator lets edit the words of the whole site."""
