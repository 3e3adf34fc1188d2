"""The server at a glance: whether everything runs, the schemes here, and who may open one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from pares.ground import clock
from pares.ground.people.actions import allow_to_open_schemes, meet
from pares.pages.actors.operator import Operator
from pares.pages.fields import EmailField, PagesForm, TextField


class LetIn(PagesForm):
    """Whom to let open a scheme."""

    name = TextField("Name", missing="Enter the person's name", max_length=300)
    email = EmailField("Email address", hint="They sign in with a code sent here.", missing="Enter an email address")


def status(request: HttpRequest, operator: Operator) -> HttpResponse:
    """Show the server's state; let somebody open schemes."""
    form = LetIn(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        person = meet(email=form.cleaned_data["email"], name=form.cleaned_data["name"], at=at)
        allow_to_open_schemes(person=person, by=operator.person, at=at)
        messages.success(request, f"{person.name} can now sign in and open a scheme.")
        return redirect("operator.status.status")
    found = {
        "form": form,
        "health": operator.health(clock.now()),
        "schemes": operator.schemes(),
        "openers": operator.openers(),
    }
    return render(request, "operator/status/status.html", found, status=400 if form.errors else 200)
