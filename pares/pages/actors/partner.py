"""A mentor or a mentee, and what they take part in."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pares.ground.cohorts.models import Milestone, Milestones
from pares.ground.schemes.models import Scheme
from pares.pages.actors.account import Account
from pares.pages.actors.own_shelf import filled
from pares.pages.actors.reach import one
from pares.stages.evaluation.models import Invitation, Invitations, SurveyState
from pares.stages.matching.ballots.models import Ticket
from pares.stages.matching.models import Pair, Pairs
from pares.stages.matching.shortlists.models import Choosing, Shortlist, Shortlists
from pares.stages.mentoring.changeover.models import GoingOn
from pares.stages.mentoring.changeover.rules import ANSWERABLE
from pares.stages.mentoring.models import SessionFact
from pares.stages.recognition.models import Certificate, Certificates
from pares.stages.recruitment.models import Application, Applications, Part
from pares.stages.training.models import Session, Sessions


@dataclass(frozen=True)
class Partner(Account):
    """A mentor or a mentee."""

    part: Part

    def parts(self) -> Applications:
        """Return this person's applications as mentor, or as mentee."""
        return self.applications().filter(part=self.part)

    def part_in(self, application: UUID) -> Application:
        """Return one of them."""
        return one(self.parts(), pk=application)

    def ticket(self, application: UUID) -> Ticket:
        """Return this person's ticket in the latest ballot of a cohort they take part in."""
        mine = Ticket.objects.filter(application__in=self.parts()).select_related("ballot__cohort__scheme")
        return one(mine.order_by("-ballot__published_at", "pk"), application=application)

    def has_ticket(self, application: Application) -> bool:
        """Tell whether this person has a ticket in a ballot that stands."""
        return Ticket.objects.filter(application=application, ballot__called_off_at=None).exists()

    def pairs(self) -> Pairs:
        """Return this person's pairs that this person has been told of."""
        told = {"mentor_told_at__isnull": False} if self.part is Part.MENTOR else {"mentee_told_at__isnull": False}
        return Pair.objects.filter(**{f"{self.part.value}__person": self.person}, **told).in_words()

    def pair(self, pair: UUID) -> Pair:
        """Return one of them."""
        return one(self.pairs(), pk=pair)

    def others_in_group(self, pair: Pair) -> Pairs:
        """Return the other pairs of a pair's group, as far as this person may know: a mentee once both were told."""
        told = {"mentor_told_at__isnull": False} if self.part is Part.MENTOR else {"mentee_told_at__isnull": False}
        return Pair.objects.in_group_with(pair).filter(**told).in_words().order_by("mentee__person__name", "pk")

    def asked_to_go_on(self, pair: Pair) -> GoingOn | None:
        """Return whether this person, and never the other, is asked to say whether one of their pairs should go on."""
        asked = GoingOn.objects.filter(person=self.person, question__pair=pair, question__stands__in=ANSWERABLE)
        return asked.first()

    def training_sessions(self) -> Sessions:
        """Return the training sessions and workshops of the cohorts this mentor is part of, called-off ones apart."""
        cohorts = self.parts().mentors().counted().values("cohort")
        return Session.objects.filter(cohort__in=cohorts, cancelled_at=None).select_related("cohort__scheme")

    def training_session(self, session: UUID) -> Session:
        """Return one of them."""
        return one(self.training_sessions(), pk=session)

    def dates(self, since: date) -> Milestones:
        """Return the steps, from a day on, of the open cohorts this person takes part in."""
        open_ones = self.parts().filter(cohort__closed_at=None).values("cohort")
        return Milestone.objects.kept().filter(cohort__in=open_ones, on__gte=since)

    def surveys_to_answer(self) -> Invitations:
        """Return the surveys that are open and wait for this person in this part."""
        waiting = Invitation.objects.filter(returned=False, survey__state=SurveyState.OPEN)
        mine = waiting.filter(application__person=self.person, application__part=self.part)
        return mine.select_related("survey").order_by("survey__closes_on")

    def certificates(self) -> Certificates:
        """Return this mentor's own certificates and statements, the latest first."""
        return Certificate.objects.of(self.person)

    def certificate(self, certificate: UUID) -> Certificate:
        """Return one of them."""
        return one(self.certificates(), pk=certificate)

    def session_fact(self, pair: UUID, session: UUID) -> SessionFact:
        """Return a session declared for one of them."""
        return one(SessionFact.objects.filter(pair=self.pair(pair)).select_related("pair"), pk=session)

    def shortlist(self, application: Application) -> Shortlist | None:
        """Return the latest shortlist this mentee was given for one of their parts, if it is still kept."""
        return Shortlist.objects.filter(mentee=application, mentee__person=self.person).newest()

    def choices_open(self, on: date) -> Shortlists:
        """Return the shortlists this mentee may answer on a day."""
        open_now = Choosing.objects.under_way().filter(closes_on__gte=on, cohort__closed_at=None)
        mine = Shortlist.objects.still_in().filter(choosing__in=open_now, mentee__in=self.parts())
        return mine.select_related("choosing", "mentee")

    def shelves(self, on: date) -> list[Scheme]:
        """Return the schemes this person takes part in now where there is a file for them."""
        parts = self.parts_now().filter(part=self.part).order_by("cohort__scheme__name")
        return filled((each.cohort.scheme for each in parts), self.part, on)
