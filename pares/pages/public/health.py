"""Whether the site is well: read by the trust's monitoring."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from pares.ground import clock
from pares.ground.errands.models import Beat

QUIET = timedelta(minutes=5)


def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 where the database answers and the worker gave a sign of life in five minutes, else 503."""
    try:
        beat = Beat.alive("worker", since=clock.now() - QUIET)
    except DatabaseError:
        return _answer(database=False, worker=False)
    return _answer(database=True, worker=beat)


def _answer(*, database: bool, worker: bool) -> JsonResponse:
    well = database and worker
    said = {"well": well, "database": database, "worker": worker, "engine": connection.vendor}
    return JsonResponse(said, status=200 if well else 503)
