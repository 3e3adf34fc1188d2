from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def key_directory(tmp_path: Path, settings: Settings) -> Path:
    settings.BOX_KEYS = tmp_path / "keys"
    return tmp_path / "keys"
