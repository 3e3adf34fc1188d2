"""The index of all tables, for Django to find and for readers; nothing imports it."""

# ruff: noqa: F401
from pares.ground.cohorts.models import Cohort, Milestone
from pares.ground.errands.models import Beat, Errand
from pares.ground.finding.models import Index, Passage
from pares.ground.ledger.models import Entry
from pares.ground.letters.models import Letter
from pares.ground.membership.models import Membership
from pares.ground.people.models import Person
from pares.ground.schemes.models import Grade, Scheme, Site, Specialty, Topic, Travel
from pares.ground.wording.models import Review, Revision
from pares.guide.directory.models import Edition, RowVersion, Suggestion
from pares.guide.experience.models import LeadersAccount
from pares.guide.library.curating.models import LicenceChange, LinkCheck, PermissionRequest
from pares.guide.library.models import FileBytes, KeptFile, Resource, ShelfItem
from pares.stages.answers.models import Answer, Box, Tally
from pares.stages.evaluation.models import Invitation, Survey
from pares.stages.matching.afterwards.models import Filling
from pares.stages.matching.ballots.models import Ballot, Ticket
from pares.stages.matching.models import Aside, Change, Pair, Proposal, ProposedPair, Unmatched
from pares.stages.matching.shortlists.models import Choosing, Shortlist, Shortlisted
from pares.stages.mentoring.changeover.models import ChangeoverCheck, GoingOn, PairInQuestion
from pares.stages.mentoring.models import Agreement, ChangeAsked, Reply, SessionFact
from pares.stages.recognition.models import Certificate, Waiver
from pares.stages.recruitment.models import Application, Upload, Wish
from pares.stages.reminders.models import Due
from pares.stages.reporting.models import LastFigures
from pares.stages.supervision.models import ContactRequest
from pares.stages.training.models import Attendance, Equivalent, Session
