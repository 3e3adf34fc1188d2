"""The product's settings in test mode, with its data in a folder of its own."""

import os
import tempfile

os.environ["PARES_MODE"] = "test"
# Tests that run side by side share nothing on the disk.
worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if "PARES_DATA" not in os.environ or os.environ.get("PARES_TEST_WORKER", "") != worker:
    os.environ["PARES_DATA"] = tempfile.mkdtemp(prefix="pares-test-")
    os.environ["PARES_TEST_WORKER"] = worker

from pares.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
