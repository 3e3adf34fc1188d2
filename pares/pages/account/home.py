"""Where each person lands after signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from pares.pages.account.doors import doors
from pares.pages.account.open_scheme import may_open
from pares.pages.actors.account import Account


def home(request: HttpRequest, account: Account) -> HttpResponse:
    """Lead on where there is only one place to go, otherwise show them all, or what to do next."""
    found = doors(account)
    if len(found) == 1 and found[0].address:
        return redirect(found[0].address)
    shown = {"doors": found, "person": account.person, "may_open": may_open(account.person)}
    return render(request, "account/home/home.html", shown)
