"""What a worker does with errands, one at a time."""

import logging
from datetime import datetime
from typing import Any

from pares.ground.errands import actions, kinds
from pares.ground.errands.models import Errand
from pares.ground.refusal import Refused

NOT_KNOWN = "This site does not know how to do this. Tell whoever runs it."
_log = logging.getLogger(__name__)


def run_next(at: datetime) -> bool:
    """Do the errand that waits longest; return whether there was one.

    A refusal ends it with its sentence; a fault lets it be tried again, three times in all.
    """
    errand = actions.claim(at=at)
    if errand is None:
        return False
    try:
        result = _done(errand, at)
    except Refused as refused:
        actions.refuse(errand=errand, problem=str(refused), at=at)
    except actions.LostErrandError as lost:
        _log.warning("%s", lost)
    except Exception:  # noqa: BLE001 - the last resort of a loop that must outlive every errand
        _log.exception("The errand %s (%s) failed.", errand.pk, errand.kind)
        actions.give_back(errand=errand, at=at)
    else:
        actions.finish(errand=errand, result=result, at=at)
    return True


def _done(errand: Errand, at: datetime) -> dict[str, Any]:
    try:
        handler = kinds.handler(errand.kind)
    except kinds.NoHandlerError as error:
        raise Refused(NOT_KNOWN) from error
    return handler(errand, at)
