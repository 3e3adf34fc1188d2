"""The edits made here as files, laid out as the words we ship are: to keep, or to send to those who ship them."""

from collections.abc import Iterator
from pathlib import Path

from pares.ground.wording.current import as_edited
from pares.ground.wording.models import Revision
from pares.ground.wording.shipped import CONTENT, NotShippedError, as_file, folder

OF_SCHEMES = "schemes"


def files() -> Iterator[tuple[Path, str]]:
    """Yield the place and the content of a file for each edit in force: a scheme's own in a folder of its name."""
    for edit in Revision.objects.newest().select_related("scheme").order_by("scheme__slug", "kind", "key"):
        if edit.withdrawn:
            continue
        try:
            words = as_edited(edit)
        except NotShippedError:
            continue
        place = folder(edit.kind).relative_to(CONTENT) / f"{edit.key}.md"
        yield (Path(OF_SCHEMES, edit.scheme.slug, place) if edit.scheme else place), as_file(words)
