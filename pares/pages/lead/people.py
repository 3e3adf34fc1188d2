"""The people of a cohort as its leads see them: two lists, one page a person, and ways to bring people in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.files.writing import CSV_TYPE, csv_bytes
from pares.ground.letters.worded import worded
from pares.ground.people.actions import meet
from pares.ground.refusal import Refused
from pares.pages.account.proving import ask_again
from pares.pages.actors.lead import Lead
from pares.pages.actors.reach import NobodyHere
from pares.pages.lead.frame import render_lead
from pares.pages.lead.people_forms import AddForm
from pares.pages.lead.people_frame import render_below
from pares.stages.matching.places import SitePlaces, supply
from pares.stages.mentoring.actions import leave
from pares.stages.recruitment import actions
from pares.stages.recruitment.columns import WORDS, Meaning
from pares.stages.recruitment.models import Application, Applications, Part, State
from pares.stages.recruitment.rules import in_words, opening, round_closes
from pares.stages.training.models import with_training

SHOWN = 50
_LETTERS = {Part.MENTOR: "call_for_mentors", Part.MENTEE: "invite_mentees"}
_EXPORTED = (
    *(WORDS[each] for each in (Meaning.EMAIL, Meaning.NAME, Meaning.GRADE, Meaning.SITE, Meaning.SPECIALTY)),
    *(WORDS[each] for each in (Meaning.TEAM, Meaning.PREVIOUS, Meaning.EXAM, Meaning.TOPICS, Meaning.CAPACITY)),
    WORDS[Meaning.GROUP],
    *("Video calls are fine", "State", "On leave", "Trained"),
)


@dataclass(frozen=True)
class Act:
    """Something a lead may do about a person: its button, what it means, and what is said once it is done."""

    key: str
    button: str
    consequence: str
    done: str
    do: Callable[..., Application]
    states: tuple[State, ...]
    danger: bool = False
    on_leave: bool | None = None

    def fits(self, application: Application) -> bool:
        """Tell whether the act makes sense as things stand."""
        return application.state in self.states and self.on_leave in {None, application.on_leave}


def _to_leave(**on: object) -> Application:
    return actions.set_leave(on_leave=True, **on)  # type: ignore[arg-type]


def _from_leave(**on: object) -> Application:
    return actions.set_leave(on_leave=False, **on)  # type: ignore[arg-type]


_IN = (State.RECEIVED, State.ACCEPTED, State.NOTICED)
ACTS = (
    Act(
        "accept",
        "Accept",
        "They count as accepted. No letter is sent.",
        "{} is accepted.",
        actions.accept,
        (State.RECEIVED, State.DECLINED),
    ),
    Act(
        "leave",
        "Mark as on leave",
        "They stay on the list and are not matched.",
        "{} is marked as on leave.",
        _to_leave,
        _IN,
        on_leave=False,
    ),
    Act(
        "back",
        "Back from leave",
        "They can be matched again.",
        "{} is back from leave.",
        _from_leave,
        _IN,
        on_leave=True,
    ),
    Act(
        "decline",
        "Decline",
        "They get a letter that says there is no place this time, and are not matched.",
        "{} is declined, and the letter is on its way.",
        actions.decline,
        (State.RECEIVED, State.ACCEPTED),
        danger=True,
    ),
    Act(
        "withdraw",
        "Withdraw",
        "Do this when they have told you that they stop. They are not matched. "
        "If they have a partner, that pair ends and the partner is told.",
        "{} is withdrawn.",
        leave,
        (State.UNCONFIRMED, *_IN),
        danger=True,
    ),
)


def people(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show how many there are, mentors' places against mentees for each site, and the ways to bring people in."""
    run = lead.cohort(cohort)
    everybody = lead.people(run)
    sites = everybody.by_site()
    here = with_training(everybody.mentors().taking_part()).filter(on_leave=False)
    shown = {
        "mentors": len(here),
        "trained": sum(getattr(each, "trained", False) for each in here),
        "mentees": sum(mentees for _, _, mentees in sites),
        "places": sum(places for _, places, _ in sites),
        "sites": sites,
        "open": {part.value: opening(run, part) for part in Part},
    }
    return render_lead(request, "lead/people/people.html", lead, run, shown)


def mentors(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """List the mentors."""
    return _list(request, lead, lead.cohort(cohort), Part.MENTOR)


def mentees(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """List the mentees."""
    return _list(request, lead, lead.cohort(cohort), Part.MENTEE)


def _list(request: HttpRequest, lead: Lead, run: Cohort, part: Part) -> HttpResponse:
    page = Paginator(_in_order(lead, run, part), SHOWN).get_page(request.GET.get("page"))
    shown = {"part": part.value, "page": page, "state": State}
    return render_below(request, "lead/people/list.html", lead, run, shown)


def _in_order(lead: Lead, run: Cohort, part: Part) -> Applications:
    found = lead.people(run).filter(part=part).with_notice().order_by("person__name", "person__email")
    return with_training(found) if part is Part.MENTOR else found


def person(request: HttpRequest, lead: Lead, cohort: str, application: UUID) -> HttpResponse:
    """Show what a lead may know of somebody, never the wishes, and what may be done; looking is recorded."""
    run = lead.cohort(cohort)
    who = _somebody(lead, run, application)
    actions.look_at(application=who, by=lead.person, at=clock.now())
    shown = {"who": who, "acts": [act for act in ACTS if act.fits(who)], "state": State}
    return render_below(request, "lead/people/person.html", lead, run, shown)


def decide(request: HttpRequest, lead: Lead, cohort: str, application: UUID, act: str) -> HttpResponse:
    """Ask whether the lead is sure, and do it."""
    run = lead.cohort(cohort)
    who = _somebody(lead, run, application)
    wanted = next((each for each in ACTS if each.key == act), None)
    if wanted is None:
        raise NobodyHere
    if request.method != "POST":
        return render_below(request, "lead/people/decide.html", lead, run, {"who": who, "act": wanted})
    if wanted.fits(who):
        wanted.do(application=who, by=lead.person, at=clock.now())
        messages.success(request, wanted.done.format(who.person))
    return redirect("lead.people.person", lead.scheme.slug, run.slug, who.pk)


def _somebody(lead: Lead, run: Cohort, application: UUID) -> Application:
    found = with_training(lead.people(run)).with_notice().filter(pk=application).first()
    if found is None:
        raise NobodyHere
    return found


def add(request: HttpRequest, lead: Lead, cohort: str, part: str) -> HttpResponse:
    """Add one person by hand."""
    run, taken = lead.cohort(cohort), _part(part)
    form = AddForm(run, taken, request.POST) if request.method == "POST" else AddForm(run, taken)
    if request.method == "POST" and form.is_valid():
        try:
            who = _added(form, lead, run, taken)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{who.person} is on the list of {taken}s.")
            return redirect("lead.people.person", lead.scheme.slug, run.slug, who.pk)
    return render_below(request, "lead/people/add.html", lead, run, {"form": form, "part": taken.value})


def _added(form: AddForm, lead: Lead, run: Cohort, part: Part) -> Application:
    told, at = form.cleaned_data, clock.now()
    somebody = meet(email=told["email"], name=told["name"], at=at)
    return actions.put_on_list(
        cohort=run,
        person=somebody,
        part=part,
        given=form.given(),
        address_from=told.get("address_from") or "",
        answer_by=told.get("answer_by"),
        by=lead.person,
        at=at,
    )


def call(request: HttpRequest, lead: Lead, cohort: str, part: str) -> HttpResponse:
    """Show the text to send to everybody who might sign up, and the address of the sign-up page."""
    run, taken = lead.cohort(cohort), _part(part)
    opens, closes = opening(run, taken)
    link = settings.URL + reverse("public.join.start", args=[lead.scheme.slug, run.slug, taken.value])
    values = {
        "scheme_name": lead.scheme.name,
        "cohort_name": run.name,
        "starts_on": in_words(run.starts_on),
        "closes_on": in_words(round_closes(run, taken)),
        "link": link,
    }
    letter = worded(_LETTERS[taken], lead.scheme).write(values)
    short = supply(run, clock.today()).short_at(request.GET["site"]) if "site" in request.GET else None
    shown = {
        "part": taken.value,
        "link": link,
        "letter": letter,
        "text": _asking_at(short, letter.text) if short and taken is Part.MENTOR else letter.text,
        "opens": opens,
        "closes": closes,
    }
    return render_below(request, "lead/people/call.html", lead, run, shown)


def _asking_at(short: SitePlaces, text: str) -> str:
    """Return the call with what it asks of one site after its first line."""
    wanted = "1 more mentee waits" if short.missing == 1 else f"{short.missing} more mentees wait"
    asked = f"At {short.site} {wanted} than we have places for. Could you take one of them, or do you know who could?"
    return text.replace("\n\n", f"\n\n{asked}\n\n", 1)


def export(request: HttpRequest, lead: Lead, cohort: str, part: str) -> HttpResponse:
    """Answer a list as a CSV file that can be brought in again."""
    run, taken = lead.cohort(cohort), _part(part)
    back = reverse(f"lead.people.{taken}s", args=[lead.scheme.slug, run.slug])
    why = "Before a list of people leaves the site, show that it is you. Then press the link to the file again."
    if asking := ask_again(request, lead, back, why):
        return asking
    found = _in_order(lead, run, taken).prefetch_related("topics")
    content = csv_bytes(_EXPORTED, _rows(found, taken))
    name = f"{run.slug}-{taken}s.csv"
    return HttpResponse(content, CSV_TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _rows(found: Applications, part: Part) -> Iterator[tuple[str, ...]]:
    for each in found:
        yield (
            each.person.email,
            each.person.name,
            *(str(line or "") for line in (each.grade, each.site, each.specialty)),
            *(each.team, each.previous_post, each.exam),
            "; ".join(topic.name for topic in each.topics.all()),
            str(each.capacity) if part is Part.MENTOR else "",
            "yes" if each.group else "no",
            "yes" if each.video else "no",
            each.get_state_display(),
            "yes" if each.on_leave else "no",
            ("yes" if getattr(each, "trained", False) else "no") if part is Part.MENTOR else "",
        )


def _part(part: str) -> Part:
    if part not in Part.values:
        raise NobodyHere
    return Part(part)
