"""Who edits the words of the site: appointed and ended by those who look after the server."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from pares.ground import clock
from pares.ground.people.actions import appoint_editor, end_editor, meet
from pares.pages.account.forms import posted
from pares.pages.actors.operator import Operator
from pares.pages.fields import EmailField, PagesForm, TextField


class LetEdit(PagesForm):
    """Whom to let edit."""

    name = TextField("Name", missing="Enter the person's name", max_length=300)
    email = EmailField("Email address", hint="They sign in with a code sent here.", missing="Enter an email address")


def editors(request: HttpRequest, operator: Operator) -> HttpResponse:
    """Show who edits the site's words, and let somebody in."""
    form = LetEdit(posted(request))
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        person = meet(email=form.cleaned_data["email"], name=form.cleaned_data["name"], at=at)
        appoint_editor(person=person, by=operator.person, at=at)
        messages.success(request, f"{person.name} can now sign in and edit the words of this site.")
        return redirect("operator.editors.editors")
    shown = {
        "form": form,
        "editors": operator.editors(),
        "back": ("This server", reverse("operator.status.status")),
    }
    return render(request, "operator/editors/editors.html", shown, status=400 if form.errors else 200)


def end(request: HttpRequest, operator: Operator, person: UUID) -> HttpResponse:
    """Let somebody edit no longer; what they changed stays."""
    editor = operator.editor(person)
    end_editor(person=editor, by=operator.person, at=clock.now())
    messages.success(request, f"{editor.name} no longer edits the words of this site.")
    return redirect("operator.editors.editors")
