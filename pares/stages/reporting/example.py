"""A cohort that never was, from `pares/content/example-report.toml`, as figures of the same kind as a real one's."""

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from pares.ground.cohorts.models import Cohort
from pares.ground.schemes.models import Scheme
from pares.ground.wording.shipped import CONTENT
from pares.stages.evaluation.models import SurveyKind
from pares.stages.reporting.figures import CohortReport, SurveyLine

MARK = "Invented example: no such cohort exists"
_ELSEWHERE = {"cohort", "surveys"}


def example() -> CohortReport:
    """Return the figures of the invented cohort; its scheme and cohort are in no database."""
    told = tomllib.loads((CONTENT / "example-report.toml").read_text(encoding="utf-8"))
    scheme = Scheme(name=told["scheme"], organisation=told["organisation"])
    days = {name: told[name] for name in ("starts_on", "changeover_on")}
    cohort = Cohort(scheme=scheme, name=told["cohort"], **days)
    figures = {field.name: told[field.name] for field in fields(CohortReport) if field.name not in _ELSEWHERE}
    return CohortReport(cohort=cohort, surveys=tuple(map(_survey, told["survey"])), **figures)


def _survey(told: Mapping[str, Any]) -> SurveyLine:
    kind = SurveyKind(told["kind"])
    return SurveyLine(kind, kind.label, told["returned"], told["asked"])
