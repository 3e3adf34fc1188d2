"""The product's settings in test mode, with its data in a folder of its own."""

import os
import tempfile

os.environ["PARES_MODE"] = "test"
os.environ.setdefault("PARES_DATA", tempfile.mkdtemp(prefix="pares-test-"))

from pares.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
