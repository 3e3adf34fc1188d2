"""A cohort's life as it is invented for the demo: who signs up, trains, meets and answers, and when."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import Any

from pares.ground.cohorts.actions import mark_done
from pares.ground.cohorts.models import Cohort
from pares.ground.cohorts.within import CHECK
from pares.ground.people.actions import meet
from pares.ground.people.models import Person
from pares.management.demo.cast import MENTOR, SITES
from pares.management.demo.days import Diary
from pares.management.demo.moving import change_posts
from pares.management.demo.names import address
from pares.stages.answers.results import questions
from pares.stages.evaluation import actions as evaluation
from pares.stages.evaluation.models import Invitation, Survey, SurveyKind
from pares.stages.matching import actions as matching
from pares.stages.matching.choosing import best_free_mentor
from pares.stages.matching.models import Ended, Pair
from pares.stages.mentoring import actions as mentoring
from pares.stages.mentoring.actions import Met
from pares.stages.mentoring.models import Band, Mode
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.given import AVAILABILITY, Given, GivenWish
from pares.stages.recruitment.models import Application, Part, WishKind
from pares.stages.reporting.actions import send_report
from pares.stages.training import actions as training
from pares.stages.training.models import EquivalentKind, SessionKind

TERMS = "2026-11"
BY_HAND = ("plan_cohort", "call_mentors", "remind_mentors", "invite_mentees", "remind_mentees", "interim_statement")
EXAMS = ("MRCPsych Paper A", "MRCPsych Paper B", "CASC", "")


@dataclass
class Story:
    """One cohort, and what is to become of it.

    `met` gives, pair by pair and over again, how many sessions a pair has; the rest are counts of people.
    """

    cohort: Cohort
    lead: Person
    diary: Diary
    names: Iterator[str]
    random: Random
    mentors: int
    mentees: int
    met: tuple[int, ...]
    changes: int = 0
    mentee_returns: int = 0
    mentor_returns: int = 0
    known: tuple[Person, ...] = ()
    first_mentor: Person | None = None
    first_mentee: Person | None = None
    pairs: list[Pair] = field(default_factory=list)

    def day(self, key: str) -> date:
        """Return a step's day."""
        return self.cohort.milestones.get(key=key).on

    def tell(self) -> None:
        """Put the whole life into the diary."""
        for key in BY_HAND:
            self.diary.put(self.day(key), partial(self.done, key))
        self.sign_up(Part.MENTOR, self.mentors, "call_mentors", "mentor_applications_close")
        self.sign_up(Part.MENTEE, self.mentees, "invite_mentees", "mentee_applications_close")
        self.diary.put(self.day("basic_training"), partial(self.train, SessionKind.BASIC), hour=10)
        self.diary.put(self.day("advanced_training"), partial(self.train, SessionKind.ADVANCED), hour=10)
        self.diary.put(self.day("propose_matches"), self.propose, hour=4)
        self.diary.put(self.day("confirm_matches"), self.confirm, hour=1)
        self.diary.put(self.day("first_meeting_check"), self.begin, hour=3)
        self.diary.put(self.day("act_on_never_met"), partial(self.done, "act_on_never_met"), hour=6)
        for check in self.cohort.milestones.filter(key__startswith=CHECK):
            self.diary.put(check.on + timedelta(days=1), partial(change_posts, self.cohort), hour=4)
        self.diary.put(self.day("end_survey_opens") + timedelta(days=3), self.answer, hour=4)
        self.diary.put(self.day("end_survey_closes") + timedelta(days=1), self.award, hour=2)
        self.diary.put(self.day("report_due"), lambda at: send_report(cohort=self.cohort, by=self.lead, at=at), hour=2)

    def done(self, key: str, at: datetime) -> None:
        """Let the lead do a step by hand."""
        mark_done(milestone=self.cohort.milestones.get(key=key), by=self.lead, at=at)

    def sign_up(self, part: Part, number: int, opens: str, closes: str) -> None:
        """Let people sign up between two steps, most of them early."""
        first, days = self.day(opens), (self.day(closes) - self.day(opens)).days
        chosen = self.first_mentor if part == Part.MENTOR else self.first_mentee
        for place in range(number):
            after = min(days, int(self.random.expovariate(3 / days))) if place else 0
            person = chosen if place == 0 else None
            known = self.known[place - 1] if part == Part.MENTOR and 0 < place <= len(self.known) else None
            name = None if person or known else next(self.names)
            self.diary.put(
                first + timedelta(days=after),
                partial(self.apply, part, person or known, name),
                hour=self.random.uniform(0, 13),
            )

    def apply(self, part: Part, person: Person | None, name: str | None, at: datetime) -> None:
        """Let one person sign up and confirm the address."""
        who = person or meet(email=address(name or ""), name=name or "", at=at)
        told = self.given(part) if person in self.known or person is None else self.chosen(part)
        applied = recruitment.apply(cohort=self.cohort, person=who, part=part, given=told, terms=TERMS, by=who, at=at)
        recruitment.confirm_address(application=applied, by=who, at=at + timedelta(minutes=2))

    def chosen(self, part: Part) -> Given:
        """Return the answers of the mentor and the mentee a visitor can sign in as: they are to be matched."""
        told = self.given(part)
        wishes = (GivenWish(WishKind.RANKED, MENTOR, 1),) if part == Part.MENTEE else ()
        site, topics = self.cohort.scheme.sites.get(name=SITES[0]), tuple(self.cohort.scheme.topics.all()[:5])
        return replace(told, site=site, topics=topics, travel_minutes=None, video=True, wishes=wishes)

    def given(self, part: Part) -> Given:
        """Return one person's invented answers."""
        scheme, choose = self.cohort.scheme, self.random
        mentor = part == Part.MENTOR
        topics = list(scheme.topics.all())
        wishes = () if choose.random() < 0.9 else (GivenWish(WishKind.NOT_WITH, next(self.names)),)
        more: dict[str, Any] = {"capacity": choose.choices((1, 2), (85, 15))[0]} if mentor else {}
        return Given(
            grade=scheme.grades.get(name=choose.choice(("CT2", "CT3", "ST4") if mentor else ("CT1",))),
            site=scheme.sites.get(name=choose.choices(SITES, (30, 25, 15, 15, 15))[0]),
            specialty=scheme.specialties.get(name="Psychiatry"),
            team=choose.choice(("Team A", "Team B", "Team C", "Team D", "Team E", "Team F")),
            previous_post=choose.choice(("Old age psychiatry", "Acute ward", "Community team", "Liaison", "")),
            topics=tuple(choose.sample(topics, 5 if mentor else 2)),
            exam=choose.choice(EXAMS),
            availability=tuple(choose.sample(sorted(AVAILABILITY), 2)),
            video=choose.random() < 0.8,
            travel_minutes=choose.choice((30, 45, 60, None)),
            about="I remember how long the first month felt." if mentor and choose.random() < 0.4 else "",
            wishes=wishes,
            **more,
        )

    def train(self, kind: SessionKind, at: datetime) -> None:
        """Hold a session; most mentors come, and two bring training done elsewhere."""
        mentors = list(Application.objects.filter(cohort=self.cohort).mentors().counted().order_by("applied_at"))
        session = training.plan_session(
            cohort=self.cohort, kind=kind, on=at.date(), starts=time(17), place="Seminar room 2", by=self.lead, at=at
        )
        present = {each.pk for each in mentors if each.person == self.first_mentor or self.random.random() < 0.9}
        training.record_register(session=session, present=present, by=self.lead, at=at)
        missed = [each for each in mentors if each.pk not in present][:2] if kind == SessionKind.BASIC else []
        for mentor in missed:
            done = at.date() - timedelta(days=200)
            training.accept_equivalent(mentor=mentor, kind=EquivalentKind.PRIOR, on=done, by=self.lead, at=at)

    def propose(self, at: datetime) -> None:
        """Propose the matches."""
        matching.propose(cohort=self.cohort, by=self.lead, at=at)

    def confirm(self, at: datetime) -> None:
        """Propose again for whoever came late, confirm, and release the letters."""
        proposal = matching.propose(cohort=self.cohort, by=self.lead, at=at)
        matching.confirm(proposal=proposal, by=self.lead, at=at)
        matching.release_match_letters(cohort=self.cohort, by=self.lead, at=at)

    def begin(self, at: datetime) -> None:
        """Plan who meets when; a few ask for a change."""
        pairs = Pair.objects.standing().filter(cohort=self.cohort).in_words()
        self.pairs = list(pairs.order_by("mentee__applied_at", "pk"))
        last = self.day("end_survey_opens")
        for place, pair in enumerate(self.pairs):
            self.agree(pair, at)
            self.meet(pair, self.times(place, pair), at.date(), last)
        changing = [pair for place, pair in enumerate(self.pairs) if self.times(place, pair) == 1]
        for pair in changing[: self.changes]:
            self.diary.put(at.date() + timedelta(days=14), partial(self.change, pair), hour=3)

    def times(self, place: int, pair: Pair) -> int:
        """Return how often a pair meets: often enough where a visitor can sign in as one of the two."""
        shown = {self.first_mentor, self.first_mentee} & {pair.mentor.person, pair.mentee.person}
        return max(self.met) if shown else self.met[place % len(self.met)]

    def agree(self, pair: Pair, at: datetime) -> None:
        """Let both partners accept the agreement."""
        for side in (pair.mentor, pair.mentee):
            mentoring.agree(pair=pair, terms=TERMS, by=side.person, at=at)

    def meet(self, pair: Pair, times: int, first: date, last: date) -> None:
        """Put a pair's sessions into the diary, spread over the cohort."""
        for number in range(times):
            day = first + (last - first) * number / max(times, 1) + timedelta(days=self.random.randrange(6))
            said = Met(day, self.random.choice(list(Band)), self.random.choice(list(Mode)), self.random.random() < 0.3)
            self.diary.put(day, partial(self.declare, pair, said), hour=11)

    def declare(self, pair: Pair, said: Met, at: datetime) -> None:
        """Let a mentor declare a session, unless the pair has ended."""
        if Pair.objects.standing().filter(pk=pair.pk).exists():
            mentoring.declare_sessions(pair=pair, met=[said], by=pair.mentor.person, at=at)

    def change(self, pair: Pair, at: datetime) -> None:
        """Let a mentee ask for a change, and the lead find another mentor if there is one."""
        mentoring.ask_for_change(pair=pair, by=pair.mentee.person, at=at)
        mentoring.answer_change(pair=pair, by=self.lead, at=at)
        matching.close_pair(pair=pair, ended=Ended.CHANGED, by=self.lead, at=at, never_again=True)
        self.diary.put(at.date() + timedelta(days=1), partial(self.rematch, pair.mentee), hour=1)

    def rematch(self, mentee: Application, at: datetime) -> None:
        """Give a mentee the best mentor who has a free place."""
        best = best_free_mentor(mentee=mentee, at=at)
        if best is not None:
            matching.rematch(mentee=mentee, mentor=best, by=self.lead, at=at)

    def answer(self, at: datetime) -> None:
        """Let some mentors and mentees answer the end surveys."""
        for kind, number in (
            (SurveyKind.MENTOR_END, self.mentor_returns),
            (SurveyKind.MENTEE_END, self.mentee_returns),
        ):
            for survey in Survey.objects.filter(cohort=self.cohort, kind=kind):
                asked = list(survey.invitations.select_related("application").order_by("application__applied_at"))
                for invitation in asked[:number]:
                    self.submit(survey, invitation, at)

    def submit(self, survey: Survey, invitation: Invitation, at: datetime) -> None:
        """Let one person answer, kindly on the whole."""
        asked = questions(survey.pk)
        if asked is None:
            return
        answers: dict[str, object] = {}
        for question in asked.questions:
            if value := self.reply(question):
                answers[question.key] = value
        evaluation.submit(invitation=invitation, given=answers, at=at)

    def reply(self, question: Any) -> object:
        """Return an invented answer: the higher end more often than the lower."""
        keys = [option.key for option in question.options]
        match question.kind.value:
            case "text":
                return self.random.choice(REMARKS) if question.longest > 1000 and self.random.random() < 0.7 else ""
            case "ticks":
                return [key for key in keys if self.random.random() < 0.35]
            case _:
                return self.random.choices(keys, [1 + 3 * place for place in range(len(keys))])[0]

    def award(self, at: datetime) -> None:
        """Issue certificates, and statements for those who fall short."""
        from pares.stages.recognition import actions as recognition

        recognition.award(cohort=self.cohort, by=self.lead, at=at)
        recognition.state_rest(cohort=self.cohort, by=self.lead, at=at)


REMARKS = (
    "An induction slot with both of us in the room would have helped.",
    "Start earlier: the first fortnight is when it is needed most.",
    "Rotas made it hard to find a time. Video calls saved it.",
    "Nothing to change. It was good to talk to somebody who had just been there.",
    "A short reminder of what mentoring is not would be useful half-way.",
)
