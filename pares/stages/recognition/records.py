"""What each mentor of a cohort did, and what was issued to them: the read behind certificates and statements."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, F, Q

from pares.ground.cohorts.models import Cohort
from pares.stages.evaluation.models import Invitation
from pares.stages.matching.models import Ended, Pair
from pares.stages.recognition import rules
from pares.stages.recognition.models import Certificate, CertificateKind, Proof, Waiver
from pares.stages.recruitment.models import Application, Applications
from pares.stages.training.models import TRAINING_KINDS, Attendance, Equivalent, SessionKind

T = TypeVar("T", Waiver, Certificate)
CUT_SHORT = (Ended.CHANGED, Ended.LEFT, Ended.CHANGEOVER, Ended.MOVED)


@dataclass(frozen=True)
class Standing:
    """One mentor: what they did, how the proofs stand, and what was issued; minutes are of training sessions."""

    mentor: Application
    record: rules.Record
    training_minutes: int
    workshops: int
    equivalent: str
    issued: tuple[Certificate, ...] = ()

    @property
    def proofs(self) -> dict[Proof, rules.Stands]:
        """How each proof stands."""
        return {Proof(key): stands for key, stands in rules.proofs(self.record).items()}

    @property
    def missing(self) -> list[Proof]:
        """The proofs that neither stand nor are waived."""
        return [proof for proof, stands in self.proofs.items() if stands is rules.Stands.NO]

    @property
    def earned(self) -> bool:
        """Whether a certificate is due."""
        return rules.earned(self.record)

    @property
    def took_part(self) -> bool:
        """Whether a statement has anything to say."""
        return rules.took_part(self.record)

    def holds(self, kind: CertificateKind) -> Certificate | None:
        """Return the valid document of that kind, or None."""
        return next((each for each in self.issued if each.kind == kind and each.revoked_at is None), None)

    def had(self, kind: CertificateKind) -> bool:
        """Whether one of that kind was ever issued, even if taken back."""
        return any(each.kind == kind for each in self.issued)


def standings(cohort: Cohort) -> list[Standing]:
    """Return where each mentor who took part or was matched stands, by name; as many queries for one as for all."""
    began = Pair.objects.filter(cohort=cohort).begun()
    trained = Attendance.objects.filter(session__cohort=cohort)
    mentors = Application.objects.filter(cohort=cohort).mentors()
    return _stand(
        mentors.filter(
            Q(pk__in=began.values("mentor")) | Q(pk__in=trained.values("mentor")) | Q(equivalent__isnull=False)
        )
    )


def standing(mentor: Application, *, own: bool = False) -> Standing:
    """Return where one mentor stands; `own`, as the mentor sees it, counts the evaluation as soon as it is sent in."""
    return _stand(Application.objects.filter(pk=mentor.pk), own=own)[0]


def _stand(mentors: Applications, *, own: bool = False) -> list[Standing]:
    people = list(mentors.in_words().order_by("person__name", "pk"))
    ids = [each.pk for each in people]
    attended = _attended(ids)
    equivalents = {each.mentor_id: each for each in Equivalent.objects.filter(mentor__in=ids)}
    sessions = _sessions(ids)
    proving = Invitation.objects.ends_of_mentors() if own else Invitation.objects.proving()
    returned = set(proving.filter(application__in=ids).values_list("application", flat=True))
    waived = _by_mentor(Waiver.objects.filter(mentor__in=ids))
    issued = _by_mentor(Certificate.objects.filter(mentor__in=ids).order_by("kind", "issued_on"))
    found = []
    for each in people:
        trainings = [minutes for kind, minutes in attended[each.pk] if kind in TRAINING_KINDS]
        equivalent = equivalents.get(each.pk)
        record = rules.Record(
            trainings=len(trainings),
            equivalent=equivalent is not None,
            sessions=sessions[each.pk],
            evaluation_returned=each.pk in returned,
            waived=frozenset(waiver.proof for waiver in waived[each.pk]),
        )
        workshops = sum(kind == SessionKind.WORKSHOP for kind, _ in attended[each.pk])
        said = equivalent.get_kind_display() if equivalent else ""
        found.append(Standing(each, record, sum(trainings), workshops, said, tuple(issued[each.pk])))
    return found


def _attended(mentors: list[UUID]) -> dict[UUID, list[tuple[str, int]]]:
    """Return each mentor's sessions as (kind, minutes)."""
    found = defaultdict(list)
    lines = Attendance.objects.filter(mentor__in=mentors, session__cancelled_at=None)
    for mentor, kind, minutes in lines.values_list("mentor", "session__kind", "session__minutes"):
        found[mentor].append((kind, minutes))
    return found


def _sessions(mentors: list[UUID]) -> dict[UUID, int]:
    """Return how many sessions count for each mentor."""
    pairs = defaultdict(list)
    began = Pair.objects.filter(mentor__in=mentors).begun()
    counted = began.annotate(sessions=Count("session_facts") + F("sessions_kept"))
    for mentor, ended, sessions in counted.values_list("mentor", "ended", "sessions"):
        pairs[mentor].append((sessions, ended in CUT_SHORT))
    return defaultdict(int, {mentor: rules.sessions_counted(each) for mentor, each in pairs.items()})


def _by_mentor(rows: Iterable[T]) -> dict[UUID, list[T]]:
    found: dict[UUID, list[T]] = defaultdict(list)
    for row in rows:
        if row.mentor_id:
            found[row.mentor_id].append(row)
    return found
