"""Problems and solutions as files: read whole or refused with one sentence, written whole or not at all."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from pares.stages.matching.problem import BadProblem


def read(path: Path) -> Any:
    """Return what a JSON file holds; raises BadProblem, naming the file and where in it something is wrong."""
    try:
        return json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse, object_pairs_hook=_once)
    except BadProblem:
        raise
    except OSError as error:
        raise BadProblem(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from error
    except UnicodeDecodeError as error:
        raise BadProblem(f"{path} is not a text in UTF-8: byte {error.start + 1} is wrong.") from error
    except json.JSONDecodeError as error:
        raise BadProblem(f"{path} is not JSON: line {error.lineno}, column {error.colno}: {error.msg}.") from error
    except ValueError as error:
        raise BadProblem(f"{path} has a number that is too long to be read.") from error
    except RecursionError as error:
        raise BadProblem(f"{path} is nested too deeply.") from error


def write(path: Path, data: Any) -> None:
    """Write the JSON of a value; raises OSError."""
    replace_file(path, (json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode())


def replace_file(path: Path, content: bytes) -> None:
    """Write a file, in the place of an older one only once all of it is on the disk; raises OSError."""
    with tempfile.NamedTemporaryFile("wb", dir=path.parent, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(0o644)
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _once(entries: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object whose names each stand once: of two, nobody could say which is meant."""
    found: dict[str, Any] = {}
    for name, value in entries:
        if name in found:
            raise BadProblem(f"{name!r} stands twice in the same object.")
        found[name] = value
    return found


def _refuse(name: str) -> None:
    raise BadProblem(f"{name} stands where a whole number must be.")
