"""A lead, and everything of the scheme that leads may reach."""

from dataclasses import dataclass
from uuid import UUID

from pares.ground.cohorts.models import Cohort, Milestone
from pares.ground.letters.models import Letter, Letters
from pares.ground.membership.models import Membership, Memberships, Role
from pares.ground.schemes.models import Site, Travel, Ways
from pares.pages.actors.member import Member
from pares.pages.actors.reach import one
from pares.stages.evaluation.models import Survey, Surveys
from pares.stages.matching.afterwards.models import Filling, Fillings
from pares.stages.matching.models import Pair, Pairs
from pares.stages.matching.shortlists.models import Choosing
from pares.stages.mentoring.changeover.models import ChangeoverCheck, Checks, PairInQuestion, PairsInQuestion
from pares.stages.mentoring.models import Replies, Reply
from pares.stages.recognition.models import Certificate
from pares.stages.recruitment.models import Application, Applications, Upload
from pares.stages.training.models import Session, Sessions


@dataclass(frozen=True)
class Lead(Member):
    """A lead of one scheme."""

    def members(self) -> Memberships:
        """Return who holds which role in this scheme now, leads first."""
        return Membership.objects.held().filter(scheme=self.scheme).in_words()

    def member(self, membership: UUID) -> Membership:
        """Return one of them."""
        return one(self.members(), pk=membership)

    def leads(self) -> Memberships:
        """Return this scheme's leads."""
        return self.members().filter(role=Role.LEAD)

    def milestone(self, cohort: Cohort, key: str) -> Milestone:
        """Return one step of a cohort of this scheme."""
        return one(Milestone.objects.filter(cohort=cohort, cohort__scheme=self.scheme), key=key)

    def site(self, site: UUID) -> Site:
        """Return one of the scheme's sites."""
        return one(Site.objects.filter(scheme=self.scheme), pk=site)

    def ways(self) -> Ways:
        """Return the minutes between the scheme's sites."""
        return Travel.objects.of(self.scheme)

    def people(self, cohort: Cohort) -> Applications:
        """Return everybody who takes part in a cohort of this scheme."""
        return Application.objects.filter(cohort=cohort, cohort__scheme=self.scheme).in_words()

    def somebody(self, cohort: Cohort, application: UUID) -> Application:
        """Return one of them."""
        return one(self.people(cohort), pk=application)

    def upload(self, cohort: Cohort, upload: UUID) -> Upload:
        """Return one of the lists brought in for a cohort."""
        lists = Upload.objects.filter(cohort=cohort, cohort__scheme=self.scheme).select_related("cohort__scheme")
        return one(lists, pk=upload)

    def pairs(self, cohort: Cohort) -> Pairs:
        """Return a cohort's pairs."""
        return Pair.objects.filter(cohort=cohort, cohort__scheme=self.scheme).in_words()

    def pair(self, cohort: Cohort, pair: UUID) -> Pair:
        """Return one of them."""
        return one(self.pairs(cohort), pk=pair)

    def fillings(self, cohort: Cohort) -> Fillings:
        """Return how a cohort's free places were filled after the match, the latest first."""
        return Filling.objects.filter(cohort=cohort, cohort__scheme=self.scheme).newest_first()

    def calls(self, cohort: Cohort) -> Replies:
        """Return the calls a cohort's people ask for."""
        return Reply.objects.filter(pair__cohort__scheme=self.scheme).calls_asked(cohort)

    def choosing(self, cohort: Cohort) -> Choosing | None:
        """Return the latest time in which a cohort's mentees chose between mentors, open or ended."""
        return Choosing.objects.filter(cohort=cohort, cohort__scheme=self.scheme).newest()

    def changeover_checks(self, cohort: Cohort) -> Checks:
        """Return whether a cohort's people confirmed their posts after its latest changeover; never what they said."""
        return ChangeoverCheck.objects.filter(application__cohort__scheme=self.scheme).of_latest(cohort)

    def in_question(self, cohort: Cohort) -> PairsInQuestion:
        """Return a cohort's pairs that stand and were listed after a changeover."""
        return PairInQuestion.objects.filter(pair__cohort__scheme=self.scheme).of_standing(cohort)

    def following(self, cohort: Cohort) -> Cohort | None:
        """Return the cohort that was started from this one, if any."""
        return self.cohorts().filter(previous=cohort).first()

    def mentor(self, cohort: Cohort, application: UUID) -> Application:
        """Return one of a cohort's mentors."""
        return one(self.people(cohort).mentors(), pk=application)

    def mentee(self, cohort: Cohort, application: UUID) -> Application:
        """Return one of a cohort's mentees."""
        return one(self.people(cohort).mentees(), pk=application)

    def sessions(self, cohort: Cohort) -> Sessions:
        """Return a cohort's training sessions and workshops, those called off too."""
        return Session.objects.filter(cohort=cohort, cohort__scheme=self.scheme).in_words()

    def session(self, cohort: Cohort, session: UUID) -> Session:
        """Return one of them."""
        return one(self.sessions(cohort), pk=session)

    def letters(self, cohort: Cohort) -> Letters:
        """Return the letters of a cohort, waiting, leaving or gone."""
        return Letter.objects.filter(cohort=cohort, cohort__scheme=self.scheme).in_order()

    def waiting_letters(self) -> Letters:
        """Return the scheme's letters that wait for a lead."""
        return Letter.objects.held().filter(scheme=self.scheme)

    def letter(self, cohort: Cohort, letter: UUID) -> Letter:
        """Return one of them that leads may read; of a confidential one they see the state only."""
        return one(self.letters(cohort).filter(confidential=False), pk=letter)

    def surveys(self, cohort: Cohort) -> Surveys:
        """Return a cohort's surveys, with how many were asked and how many have answered."""
        return Survey.objects.filter(cohort=cohort, cohort__scheme=self.scheme).with_counts()

    def survey(self, cohort: Cohort, kind: str) -> Survey:
        """Return one of them."""
        return one(self.surveys(cohort), kind=kind)

    def certificate(self, cohort: Cohort, certificate: UUID) -> Certificate:
        """Return one of the certificates and statements issued in a cohort."""
        return one(Certificate.objects.issued_in(cohort).select_related("mentor__person"), pk=certificate)
