"""Django's settings, all from the environment (see pares/environment.py for names and meanings)."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

from pares import environment

_env = environment.read()
PACKAGE = Path(__file__).parent

# Mode: everything that is not production may start with nothing set.
MODE = _env.one_of("PARES_MODE", "production", "demo", "develop", "test")
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"


def _required(name: str, otherwise: str) -> str:
    return _env.text(name, None if PRODUCTION else otherwise)


SECRET_KEY = _required("PARES_SECRET_KEY", "not a secret: only the demo and the tests run with this key")
if PRODUCTION and len(SECRET_KEY) < 50:  # noqa: PLR2004 - the length Django itself asks for
    raise environment.Misconfigured("PARES_SECRET_KEY is too short: it takes at least 50 random characters.")
WISHES_KEY = _required("PARES_WISHES_KEY", "bm90IGEgc2VjcmV0OiBvbmx5IHRoZSBkZW1vIHJ1bnM=")
URL = _required("PARES_URL", "http://127.0.0.1:8000").rstrip("/")
_address = urlsplit(URL)
if _address.scheme not in {"http", "https"} or not _address.hostname:
    raise environment.Misconfigured(f"PARES_URL is {URL!r}; it takes an address such as https://example.nhs.uk.")
ALLOWED_HOSTS = [_address.hostname] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = [URL]

DATA = Path(_env.text("PARES_DATA")).resolve()
BOX_KEYS = DATA / "box-keys"
ERASED_LIST = DATA / "erased"
CLOCK_FILE = None if PRODUCTION else DATA / "clock"
LETTERS_FOLDER = DATA / "letters"

# The database. SQLite before 3.51.3 can corrupt a WAL file, so there it keeps a rollback journal.
_old_sqlite = sqlite3.sqlite_version_info < (3, 51, 3)
SQLITE_JOURNAL = ("DELETE", "EXTRA") if _old_sqlite else ("WAL", "FULL")
_sqlite: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA / "pares.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode={};PRAGMA synchronous={};".format(*SQLITE_JOURNAL),
    },
    "TEST": {"OPTIONS": {}},
}
_database_url = _env.text("DATABASE_URL")
DATABASES = {
    "default": dict(dj_database_url.parse(_database_url, conn_max_age=60)) if _database_url else _sqlite,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "pares",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "pares.pages.security_headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pares.pages.access.DefaultDeny",
]
ROOT_URLCONF = "pares.urls"
WSGI_APPLICATION = "pares.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "pares.pages.rendering.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "pares.pages.site_context.site",
            ],
        },
    },
    {
        # allauth looks its own templates up by name; ours stand first, and a test fails when one of its own is used.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

# People and sign-in.
AUTH_USER_MODEL = "pares.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/home/"
LOGOUT_REDIRECT_URL = "/"
SESSION_ENGINE = "pares.pages.account.session_store"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
ACCOUNT_ADAPTER = "pares.pages.account.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/h/ip,5/h/key",
    "code_try": "5/h/key",  # the key is one code
    "login_failed": "10/m/ip,5/5m/key",  # the second step
    "reauthenticate": "10/m/user",
    "verify_certificate": "20/h/ip",
    "send_in": "5/h/ip,200/d/key",  # suggestions and accounts by readers; the key is the site
    "change_sent_in": "20/h/key",  # the key is one account sent in
}
MFA_ADAPTER = "pares.pages.account.second_step_adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address is proved by the code typed at every sign-in
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = _env.text("PARES_SITE_NAME")
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SECOND_STEP = _env.yes("PARES_SECOND_STEP", None if PRODUCTION else "no")
WHO_MAY_OPEN = "anyone" if DEMO else _env.one_of("PARES_WHO_MAY_OPEN", "operator", "invited", "anyone")

# Shared by all processes, so that rate limits count once.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "pares_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Letters.
_mail = _required("PARES_MAIL", "folder")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _required("PARES_MAIL_FROM", "mentoring@pares.example")
LETTERS_A_MINUTE = _env.number("PARES_LETTERS_A_MINUTE")
EMAIL_TIMEOUT = 20
if _mail == "folder":
    EMAIL_BACKEND = "pares.ground.letters.folder.FolderBackend"
else:
    _server = urlsplit(_mail)
    if _server.scheme not in {"smtp", "smtps"} or not _server.hostname:
        raise environment.Misconfigured("PARES_MAIL takes smtp://user:password@host:port, smtps://… or folder.")
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _server.hostname
    EMAIL_PORT = _server.port or (465 if _server.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_server.username or "")
    EMAIL_HOST_PASSWORD = unquote(_server.password or "")
    EMAIL_USE_SSL = _server.scheme == "smtps"
    EMAIL_USE_TLS = _server.scheme == "smtp" and bool(EMAIL_HOST_USER)

# The face.
SITE_NAME = _env.text("PARES_SITE_NAME")
ORGANISATION = _env.text("PARES_ORGANISATION")
LOGO = _env.text("PARES_LOGO")
COLOUR = _env.text("PARES_COLOUR")
SOURCE = _env.text("PARES_SOURCE")
CONTACT = _env.text("PARES_CONTACT")
FORM_RENDERER = "pares.pages.fields.PagesRenderer"
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if MODE in {"test", "develop"}
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = MODE in {"test", "develop"}

# Uploads: 10 MiB is the promise made on the page; the form's own fields come on top.
DATA_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# What search may find: a function that returns every public page.
FINDABLE = "pares.pages.public.findable.documents"

# Security.
SECURE_CONTENT_TYPE_NOSNIFF = True
SILENCED_SYSTEM_CHECKS = ["security.W002"]  # X-Frame-Options is among our own headers, on every answer
CSRF_FAILURE_VIEW = "pares.pages.public.faults.csrf_failed"
CSRF_COOKIE_HTTPONLY = True
if _address.scheme == "https":
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
if _env.yes("PARES_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # rate limits count visitors, not the proxy

# Language and time.
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
