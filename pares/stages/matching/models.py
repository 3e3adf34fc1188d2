"""Proposals, which nobody but the leads sees, and the pairs confirmed from one of them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.held import Held, Kind
from pares.ground.people.models import Person
from pares.stages.recruitment.models import Application, Part

_PROPOSAL = "3 months after the cohort"
_MATCH = "3 months after the cohort; that a match was confirmed, 12 months"
_LEADS = "the scheme's leads"
_PAIR = "12 months after the cohort"
_PARTNERS = "both partners, the scheme's leads"
_SHOWN = ("person", "grade", "site", "specialty")
# What a line of a list names somebody by: a cohort of a thousand has as many lines.
_NAMED = ("person", "grade", "site")
_NAMES = ("person__name", "person__email", "grade__name", "site__name", "group")


class Proposals(models.QuerySet["Proposal"]):
    """Reading proposals."""

    def newest(self) -> "Proposal | None":
        """Return the latest proposal, the only one that is shown and can be changed or confirmed."""
        return self.select_related("cohort__scheme", "made_by").order_by("number").last()

    def confirmed(self) -> "Proposals":
        """Return the confirmed one, if there is one."""
        return self.filter(confirmed_at__isnull=False)


class Proposal(models.Model):
    """One answer to "who should be matched with whom", for the leads to change and confirm."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="proposals")
    number = models.PositiveIntegerField()
    seed = models.BigIntegerField()
    matched = models.PositiveIntegerField(default=0)
    worst = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    changes = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    objects = Proposals.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells proposals apart", _MATCH, _LEADS),
        "cohort": Held(Kind.SCHEME, "for which cohort", _MATCH, _LEADS),
        "number": Held(Kind.SCHEME, "the how-manieth", _MATCH, _LEADS),
        "seed": Held(Kind.SCHEME, "decides between equally good answers", _MATCH, _LEADS),
        "matched": Held(Kind.SCHEME, "how many mentees it matches", _MATCH, _LEADS),
        "worst": Held(Kind.SCHEME, "its weakest pair's score", _MATCH, _LEADS),
        "total": Held(Kind.SCHEME, "its scores together", _MATCH, _LEADS),
        "changes": Held(Kind.SCHEME, "how often leads changed it; shows one lead another's change", _MATCH, _LEADS),
        "made_by": Held(Kind.SCHEME, "who asked for it", _MATCH, _LEADS),
        "made_at": Held(Kind.SCHEME, "when", _MATCH, _LEADS),
        "confirmed_at": Held(Kind.SCHEME, "when it was confirmed", _MATCH, _LEADS),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cohort", "number"], name="one_proposal_a_number"),
            models.UniqueConstraint(
                fields=["cohort"], condition=Q(confirmed_at__isnull=False), name="one_confirmed_proposal"
            ),
        ]

    def __str__(self) -> str:
        return f"Proposal {self.number} for {self.cohort}"


class ProposedPairs(models.QuerySet["ProposedPair"]):
    """Reading proposed pairs."""

    def weak_first(self) -> "ProposedPairs":
        """Return them with all a page shows, the weakest first, in one query."""
        own = [each.name for each in ProposedPair._meta.concrete_fields]  # noqa: SLF001
        sides = ("mentor", "mentee")
        shown = self.select_related(*(f"{side}__{what}" for side in sides for what in _NAMED))
        names = (f"{side}__{what}" for side in sides for what in _NAMES)
        return shown.only(*own, *names).order_by("score", "mentee__person__name", "pk")


class ProposedPair(models.Model):
    """A mentor and a mentee in a proposal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="pairs")
    mentor = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    mentee = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    better = models.PositiveIntegerField(default=0)
    possible = models.PositiveIntegerField(default=0)
    locked = models.BooleanField(default=False)
    by_hand = models.BooleanField(default=False)

    objects = ProposedPairs.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells lines apart", _PROPOSAL, _LEADS),
        "proposal": Held(Kind.SCHEME, "in which proposal", _PROPOSAL, _LEADS),
        "mentor": Held(Kind.SCHEME, "the mentor", _PROPOSAL, _LEADS),
        "mentee": Held(Kind.SCHEME, "the mentee", _PROPOSAL, _LEADS),
        "score": Held(Kind.SCHEME, "how well they fit, 0 to 1000", _PROPOSAL, _LEADS),
        "reasons": Held(Kind.SCHEME, "why, in words", _PROPOSAL, _LEADS),
        "better": Held(Kind.SCHEME, "how many mentors would fit the mentee better", _PROPOSAL, _LEADS),
        "possible": Held(Kind.SCHEME, "how many mentors the mentee may have", _PROPOSAL, _LEADS),
        "locked": Held(Kind.SCHEME, "kept when proposing again", _PROPOSAL, _LEADS),
        "by_hand": Held(Kind.SCHEME, "chosen by a lead", _PROPOSAL, _LEADS),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["proposal", "mentee"], name="one_mentor_a_mentee")
        ]

    def __str__(self) -> str:
        return f"{self.mentor.person} and {self.mentee.person}"


class LeftOver(models.QuerySet["Unmatched"]):
    """Reading who has nobody."""

    def of(self, part: Part) -> "LeftOver":
        """Return the mentees, or the mentors, with all a page shows, in one query."""
        own = [each.name for each in Unmatched._meta.concrete_fields]  # noqa: SLF001
        shown = self.select_related(*(f"application__{what}" for what in _NAMED))
        names = (f"application__{what}" for what in _NAMES)
        return shown.filter(application__part=part).only(*own, *names).order_by("application__person__name", "pk")


class Unmatched(models.Model):
    """A mentee, or a mentor, for whom a proposal has nobody, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="unmatched")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    why = models.TextField()
    about = models.JSONField(default=dict)

    objects = LeftOver.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells lines apart", _PROPOSAL, _LEADS),
        "proposal": Held(Kind.SCHEME, "in which proposal", _PROPOSAL, _LEADS),
        "application": Held(Kind.SCHEME, "who", _PROPOSAL, _LEADS),
        "why": Held(Kind.SCHEME, "why, in words", _PROPOSAL, _LEADS),
        "about": Held(Kind.SCHEME, "who shares the same few places, and what would help", _PROPOSAL, _LEADS),
    }

    class Meta:
        app_label = "pares"

    def __str__(self) -> str:
        return f"{self.application.person}, unmatched"


class Aside(models.Model):
    """Somebody the leads leave out of the cohort's proposals for now."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="aside")
    since = models.DateTimeField()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells lines apart", _PROPOSAL, _LEADS),
        "application": Held(Kind.SCHEME, "who", _PROPOSAL, _LEADS),
        "since": Held(Kind.SCHEME, "since when", _PROPOSAL, _LEADS),
    }

    class Meta:
        app_label = "pares"

    def __str__(self) -> str:
        return f"{self.application.person}, left out for now"


class Verb(models.TextChoices):
    """What a lead did to a proposal."""

    PROPOSE = "propose", "Proposed"
    LOCK = "lock", "Changed locks"
    SWAP = "swap", "Swapped"
    LEAVE_OUT = "leave_out", "Changed who is left out"
    WEIGH = "weigh", "Changed what counts how much"
    START = "start", "Began with no pairs"
    CHOOSE = "choose", "Chose a pair by hand"
    APART = "apart", "Took a pair apart"
    UNDO = "undo", "Undid a change"


WORKED_OUT = (Verb.PROPOSE, Verb.SWAP, Verb.LEAVE_OUT, Verb.WEIGH)


class Changes(models.QuerySet["Change"]):
    """Reading what was done to a cohort's proposals."""

    def newest_first(self) -> "Changes":
        """Return them with who made them, the latest first."""
        return self.select_related("by", "undoes").order_by("-number")

    def to_undo(self) -> "Change | None":
        """Return the latest change that still stands, but never the first proposal; None where there is none."""
        standing = self.filter(undone=None, undoes=None).order_by("number")
        latest, first = standing.last(), self.order_by("number").first()
        return None if latest == first else latest

    def begun_by_hand(self) -> bool:
        """Tell whether leads began with no pairs, and nothing has been worked out since."""
        standing = self.filter(undone=None, undoes=None, verb__in=[*WORKED_OUT, Verb.START])
        latest = standing.order_by("number").last()
        return latest is not None and latest.verb == Verb.START


class Change(models.Model):
    """One change of a cohort's proposals: who, when, and what is needed to go back. Never altered or taken away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=12, choices=Verb)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    difference = models.JSONField()
    undoes = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="undone")

    objects = Changes.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells changes apart", _PROPOSAL, _LEADS),
        "cohort": Held(Kind.SCHEME, "in which cohort", _PROPOSAL, _LEADS),
        "number": Held(Kind.SCHEME, "the how-manieth", _PROPOSAL, _LEADS),
        "verb": Held(Kind.SCHEME, "what was done", _PROPOSAL, _LEADS),
        "by": Held(Kind.SCHEME, "by which lead", _PROPOSAL, _LEADS),
        "at": Held(Kind.SCHEME, "when", _PROPOSAL, _LEADS),
        "difference": Held(Kind.SCHEME, "which pairs it changed, to go back", _PROPOSAL, _LEADS),
        "undoes": Held(Kind.SCHEME, "which change it undid", _PROPOSAL, _LEADS),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["cohort", "number"], name="one_change_a_number")
        ]

    def __str__(self) -> str:
        return f"Change {self.number} in {self.cohort}"

    @property
    def after_choosing(self) -> bool:
        """Whether leads may have been choosing by hand when this was done: it worked nothing out."""
        return self.verb not in WORKED_OUT


class Ended(models.TextChoices):
    """How a pair ended; never why."""

    MENTOR_SAID_NO = "mentor_said_no", "Before it began"
    CHANGED = "changed", "A change was asked for"
    LEFT = "left", "Somebody left"
    MOVED = "moved", "Matched anew"
    CHANGEOVER = "changeover", "Posts changed"
    COMPLETE = "complete", "The cohort ended"


class Pairs(models.QuerySet["Pair"]):
    """Reading pairs."""

    def held(self, pair: "Pair") -> "Pair":
        """Return a pair as it stands, held for this transaction after its cohort.

        Everybody takes the two in this order: two acts that took them crosswise would wait for each other.
        """
        Cohort.objects.select_for_update().get(pk=pair.cohort_id)
        return self.select_for_update(of=("self",)).select_related("cohort__scheme").get(pk=pair.pk)

    def standing(self) -> "Pairs":
        """Return the pairs that have not ended."""
        return self.filter(ended_at=None)

    def begun(self) -> "Pairs":
        """Return the pairs that came about, standing or ended: all but those their mentor said no to."""
        return self.exclude(ended=Ended.MENTOR_SAID_NO)

    def in_group_with(self, pair: "Pair") -> "Pairs":
        """Return the other pairs that stand in a pair's group; none where the two meet alone."""
        others = self.standing().filter(mentor=pair.mentor_id, mentee__group=True).exclude(pk=pair.pk)
        return others if pair.in_group else self.none()

    def in_words(self) -> "Pairs":
        """Return them with both people and all a page shows, in one query."""
        return self.select_related(
            *(f"{side}__{what}" for side in ("mentor", "mentee") for what in _SHOWN), "cohort__scheme"
        )


class Pair(models.Model):
    """A mentor and a mentee, matched."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="pairs")
    mentor = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="pairs_as_mentor")
    mentee = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="pairs_as_mentee")
    score = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField(default=list)
    locked = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField()
    mentor_may_decline_until = models.DateTimeField(null=True)
    mentor_told_at = models.DateTimeField(null=True)
    mentee_told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=16, choices=Ended, blank=True)
    never_again = models.BooleanField(default=False)
    sessions_kept = models.PositiveSmallIntegerField(default=0)
    met_lately = models.BooleanField(default=False)

    objects = Pairs.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells pairs apart", _PAIR, _PARTNERS),
        "cohort": Held(Kind.SCHEME, "in which cohort", _PAIR, _PARTNERS),
        "mentor": Held(Kind.SCHEME, "the mentor", _PAIR, _PARTNERS),
        "mentee": Held(Kind.SCHEME, "the mentee", _PAIR, _PARTNERS),
        "score": Held(Kind.SCHEME, "how well they fit, 0 to 1000", _PAIR, _LEADS),
        "reasons": Held(Kind.SCHEME, "why, in words", _PAIR, _LEADS),
        "locked": Held(Kind.SCHEME, "never moved when others are matched", _PAIR, _LEADS),
        "confirmed_at": Held(Kind.SCHEME, "when it was confirmed", _PAIR, _PARTNERS),
        "mentor_may_decline_until": Held(Kind.SCHEME, "until when the mentor may say no", _PAIR, _PARTNERS),
        "mentor_told_at": Held(Kind.SCHEME, "when the mentor was told", _PAIR, _PARTNERS),
        "mentee_told_at": Held(Kind.SCHEME, "when the mentee was told", _PAIR, _PARTNERS),
        "ended_at": Held(Kind.SCHEME, "when it ended", _PAIR, _PARTNERS),
        "ended": Held(Kind.SCHEME, "how it ended", _PAIR, _LEADS),
        "never_again": Held(Kind.CONFIDENTIAL, "keeps the two from being matched again", _PAIR, "the software"),
        "sessions_kept": Held(Kind.SCHEME, "how often the two met, once the days are forgotten", _PAIR, _PARTNERS),
        "met_lately": Held(
            Kind.SCHEME, "whether the last time was in the cohort's last 8 weeks, for its totals", _PAIR, "the software"
        ),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mentee"], condition=Q(ended_at=None), name="one_standing_pair_a_mentee"),
            models.CheckConstraint(condition=Q(ended_at=None) | ~Q(ended=""), name="ended_somehow"),
        ]

    def __str__(self) -> str:
        return f"{self.mentor.person} and {self.mentee.person}"

    @property
    def in_group(self) -> bool:
        """Whether the two meet in a group: the mentor does so, and the mentee said that it suits them."""
        return self.mentor.group and self.mentee.group
