"""The outbox as the leads see it: read every letter as it will arrive, change one, release a kind or all, try again."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.letters import actions, frame, kinds
from pares.ground.letters.models import Letter, State
from pares.ground.refusal import Refused
from pares.pages.account.forms import posted
from pares.pages.actors.lead import Lead
from pares.pages.actors.reach import NobodyHere, one
from pares.pages.lead.frame import render_lead
from pares.pages.lead.inert import inert
from pares.pages.lead.letters_forms import LetterForm
from pares.pages.rendering import counted
from pares.stages.matching.actions import MATCH_LETTERS, release_match_letters

SHOWN = 50
ALL, MATCH = "all", "match"
FOLDERS = {
    "leaving": ("Leaving", (State.READY, State.SENDING)),
    "failed": ("Not delivered", (State.FAILED,)),
    "skipped": ("Not sent", (State.SKIPPED,)),
    "sent": ("Sent", (State.SENT,)),
}


@dataclass(frozen=True)
class Group:
    """Letters of one kind that wait for a lead; the two match letters are one group."""

    key: str
    title: str
    letters: list[Letter]


def outbox(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show what waits to be released, kind by kind, and one folder of what is on its way or gone."""
    run = lead.cohort(cohort)
    folder = request.GET.get("folder", "leaving")
    folder = folder if folder in FOLDERS else "leaving"
    everything = lead.letters(run)
    states = Counter(everything.order_by().values_list("state", flat=True))
    listed = everything.filter(state__in=FOLDERS[folder][1])
    listed = listed.order_by("-sent_at", "kind", "pk") if folder == "sent" else listed
    shown = {
        "groups": _groups(everything.held()),
        "folders": [
            (key, words, sum(states[state] for state in held), key == folder) for key, (words, held) in FOLDERS.items()
        ],
        "folder": folder,
        "page": Paginator(listed, SHOWN).get_page(request.GET.get("page")),
        "kind": kinds.kind,
    }
    return render_lead(request, "lead/letters/outbox.html", lead, run, shown)


def letter(request: HttpRequest, lead: Lead, cohort: str, letter: UUID) -> HttpResponse:
    """Show a letter as it will arrive, or arrived; its links lead nowhere."""
    run = lead.cohort(cohort)
    found = lead.letter(run, letter)
    foot = frame.Foot(sender=run.scheme.name, organisation=run.scheme.organisation, reply_to=found.reply_to)
    shown = _about(run, found) | {"words": inert(found.html), "foot": foot.lines, "next": _next_held(lead, run, found)}
    return render_lead(request, "lead/letters/letter.html", lead, run, shown)


def edit(request: HttpRequest, lead: Lead, cohort: str, letter: UUID) -> HttpResponse:
    """Change the words of one letter that waits."""
    run = lead.cohort(cohort)
    found = lead.letter(run, letter)
    if found.state != State.HELD:
        messages.warning(request, "This letter has been released. It can no longer be changed.")
        return redirect(_of(run, found))
    form = LetterForm(posted(request), initial={"subject": found.subject, "text": found.text})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(letter=found, **form.cleaned_data, by=lead.person, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The letter is changed. It still waits for you to release it.")
            return redirect(_of(run, found))
    shown = _about(run, found) | {"form": form, "back": ("The letter", _of(run, found))}
    return render_lead(request, "lead/letters/edit.html", lead, run, shown)


def release(request: HttpRequest, lead: Lead, cohort: str, kind: str) -> HttpResponse:
    """Say what releasing these letters means, and release them."""
    run = lead.cohort(cohort)
    if kind not in {ALL, MATCH, *kinds.kinds()} or kind in MATCH_LETTERS:
        raise NobodyHere
    groups = [group for group in _groups(lead.letters(run).held()) if kind in {ALL, group.key}]
    if request.method == "POST":
        released = sum(_release(lead, run, group) for group in groups)
        leave = "They leave on working days between 8am and 6pm."
        messages.success(request, f"{counted(released, 'letter')} released. {leave if released else ''}".strip())
        return redirect(_address(run))
    if not groups:
        messages.warning(request, "No letter waits: somebody has released them already.")
        return redirect(_address(run))
    number = sum(len(group.letters) for group in groups)
    shown = {
        "groups": groups,
        "match": any(group.key == MATCH for group in groups),
        "confirm": f"Release {counted(number, 'letter')}",
        "cancel": _address(run),
        "kind": kinds.kind,
    }
    return render_lead(request, "lead/letters/release.html", lead, run, shown)


def try_again(request: HttpRequest, lead: Lead, cohort: str, letter: UUID) -> HttpResponse:
    """Send a letter once more that could not be delivered; of a confidential one no more is said than that."""
    run = lead.cohort(cohort)
    found = one(lead.letters(run), pk=letter)
    try:
        actions.try_again(letter=found, by=lead.person, at=clock.now())
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "The letter is on its way again, to the person's address as it is now.")
    return redirect(_address(run))


def _groups(held: Iterable[Letter]) -> list[Group]:
    """Return the letters that wait, kind by kind; a mentor's match letter before the mentee's."""
    found: dict[str, list[Letter]] = {}
    for each in held:
        found.setdefault(MATCH if each.kind in MATCH_LETTERS else each.kind, []).append(each)
    if MATCH in found:
        found[MATCH].sort(key=lambda each: (MATCH_LETTERS.index(each.kind), str(each.person)))
    return [Group(key, _title(key), letters) for key, letters in found.items()]


def _title(key: str) -> str:
    return "Match letters, mentors first" if key == MATCH else kinds.kind(key).title


def _release(lead: Lead, run: Cohort, group: Group) -> int:
    if group.key == MATCH:
        return release_match_letters(cohort=run, by=lead.person, at=clock.now())
    return actions.release(letters=group.letters, by=lead.person, at=clock.now())


def _next_held(lead: Lead, run: Cohort, found: Letter) -> Letter | None:
    """Return the letter to read after this one, among those that wait."""
    if found.state != State.HELD:
        return None
    held = [each for group in _groups(lead.letters(run).held()) for each in group.letters if not each.confidential]
    place = next((number for number, each in enumerate(held) if each.pk == found.pk), len(held))
    return held[place + 1] if place + 1 < len(held) else None


def _about(run: Cohort, found: Letter) -> dict[str, Any]:
    return {
        "letter": found,
        "title": kinds.kind(found.kind).title,
        "back": ("Letters", _address(run)),
        "breadcrumbs": None,
    }


def _where(run: Cohort) -> dict[str, Any]:
    return {"scheme": run.scheme.slug, "cohort": run.slug}


def _address(run: Cohort) -> str:
    return reverse("lead.letters.outbox", kwargs=_where(run))


def _of(run: Cohort, found: Letter) -> str:
    return reverse("lead.letters.letter", kwargs=_where(run) | {"letter": found.pk})
