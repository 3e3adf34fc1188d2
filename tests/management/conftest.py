"""Sites for the commands to run in."""

import shutil

import pytest

from tests.management.running import DATABASE, Site


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture(scope="session")
def site(tmp_path_factory, compiled):
    """Return a site whose database is ready; nothing else has happened there."""
    site = Site(tmp_path_factory.mktemp("site"), compiled)
    assert site.run("migrate").returncode == 0
    return site


@pytest.fixture
def empty(tmp_path, compiled):
    """Return a folder in which there is nothing yet."""
    return Site(tmp_path / "empty", compiled)


@pytest.fixture
def fresh(site, tmp_path, compiled):
    """Return a ready site of one's own."""
    shutil.copy(site.folder / DATABASE, tmp_path / DATABASE)
    return Site(tmp_path, compiled)
