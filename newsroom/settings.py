"""All settings of the site.

What differs between machines is read by newsroom/env.py; .env.example lists it. Values that are Django's
defaults aren't repeated.
"""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from newsroom import env

# The machine -------------------------------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent

# Everything created at run time: database, pictures, collected static files, keys.
VAR = env.path("DATA_DIR", default=BASE_DIR / "var")

# True only on one's own machine, where the Makefile sets it: then a missing secret key is created and
# kept in VAR.
LOCAL = env.flag("LOCAL")

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret("SECRET_KEY", made_in=VAR / "secret-key" if LOCAL else None)

# Where `manage.py serve` listens, and in how many processes.
HOST = env.text("HOST", default="127.0.0.1")
PORT = env.integer("PORT", default=8000, minimum=1)
WORKERS = env.integer("WORKERS", default=2, minimum=1)
THREADS = 32  # in each process; each may hold a database connection

# After how many seconds a client that sends or receives next to nothing is disconnected.
CLIENT_SECONDS = env.integer("CLIENT_SECONDS", default=20, minimum=1)

# The site's public address, for canonical links, allowed hosts and secure cookies. By default
# `localhost`, not 127.0.0.1: passkeys don't work with an IP address.
SITE_URL = env.site_url("SITE_URL", default=f"http://localhost:{PORT}" if LOCAL else None)
HTTPS = SITE_URL.startswith("https://")
if DEBUG and HTTPS:
    raise ImproperlyConfigured(
        "DEBUG=True would show readers of an https site its settings and code. Leave DEBUG out, or"
        " work on http://localhost."
    )

# Whether finished pages are kept and served again until something in them changes: see press/. New, and
# off unless it is set; run `manage.py migrate` after changing it.
KEPT_PAGES = env.flag("KEPT_PAGES")

# The publication ---------------------------------------------------------------------------------

PUBLICATION = {
    "name": "The Call Sheet",
    # Part of the id of every story in a feed. If it changes, feed readers get all stories again.
    "authority": "thecallsheet.example,2020",
    "tagline": "Film, television and the awards, checked against the record.",
    "description": "News of film, television and the awards, checked against the record.",
    "follow": [
        ("Facebook", "https://facebook.example/thecallsheet"),
        ("Twitter", "https://twitter.example/thecallsheet"),
        ("Instagram", "https://instagram.example/thecallsheet"),
    ],
    "about": (
        "The Call Sheet is a sample publication. The names of its staff are invented; the awards,"
        " the people and the productions it reports are real. A call sheet lists everyone needed on"
        " set in order of billing: number one is the lead."
    ),
}

# Crawlers that robots.txt keeps out, by their user agent ("GPTBot").
CRAWLERS_REFUSED: list[str] = []

# Applications and what a request passes through --------------------------------------------------

INSTALLED_APPS = [
    "newsroom",
    "articles",
    "awards",
    "people",
    "photos",
    "search",
    "desk",
    "history",
    "press",
    "taggit",
    "csp",
    "django_prose_editor",  # its module of ProseMirror and Tiptap, for articles/body/widget.py
    "newsroom.apps.DeskConfig",  # Django's admin, on a site of our own
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",  # the templates of its widgets, for FORM_RENDERER
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "newsroom.request_log.RequestNumberMiddleware",
    "newsroom.incidents.SlowRequestMiddleware",
    "newsroom.health.HealthMiddleware",  # before the host is checked
    "django.middleware.security.SecurityMiddleware",
    "newsroom.compression.TextCompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "newsroom.accounts.presence.PresenceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "newsroom.accounts.guard.GuessingGuard",
    "allauth.account.middleware.AccountMiddleware",
    "newsroom.accounts.second_factor.SecondFactorMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
CSRF_FAILURE_VIEW = "newsroom.errors.forged"
WSGI_APPLICATION = "newsroom.wsgi.application"

# So that templates/ can override the templates of widgets.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context_processors.site",
                "newsroom.accounts.context_processors.desk",
            ],
        },
    },
]

# Database ----------------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_postgresql = env.database_url("DATABASE_URL")

if _postgresql:
    # Without a pool, each of the THREADS would keep a connection.
    _pool = {
        "min_size": 1,
        "max_size": env.integer("DATABASE_POOL_SIZE", default=10, minimum=1),
        "timeout": 10,
    }
    # As long as SQLite waits for its lock. By default PostgreSQL waits forever.
    _options = f"-c lock_timeout=20s {_postgresql['OPTIONS'].get('options', '')}".strip()
    DATABASES = {
        "default": _postgresql
        | {
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": _postgresql["OPTIONS"] | {"pool": _pool, "options": _options},
        }
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "newsroom.sqlite",
            "NAME": VAR / "db.sqlite3",  # on a local disk, never NFS
            # Seconds. Opening a connection takes a millisecond, and closing the last one a checkpoint.
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                # Writers wait at the start of a transaction. With the default, one starts as a reader
                # and fails at once, whatever the timeout, if another has written in between.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,  # seconds
                # FULL: a power cut loses no commit. No mmap_size: with it, a disk error would kill
                # the process.
                "init_command": (
                    "PRAGMA journal_mode = WAL;"
                    "PRAGMA synchronous = FULL;"
                    "PRAGMA journal_size_limit = 67108864;"
                    "PRAGMA cache_size = -20000;"
                    "PRAGMA temp_store = MEMORY;"
                ),
            },
            # Explicit, since pytest-xdist only knows the names of Django's own engines.
            "TEST": {"NAME": ":memory:"},
        }
    }

# Language and time -------------------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
TIME_ZONE = "America/Los_Angeles"  # the newsroom's: its days end at midnight there

# Files -------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]

# Uploaded files, which are never served, and the renditions of them that readers get.
ORIGINALS_ROOT = VAR / "originals"
RENDITIONS_ROOT = VAR / "renditions"

STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ORIGINALS_ROOT},
    },
    "staticfiles": {"BACKEND": "newsroom.static_files.Storage"},
}

# Where `manage.py backup` writes, the age key that encrypts backups, and for how many days, weeks and
# months the newest one of each is kept.
BACKUP_DIR = env.path("BACKUP_DIR", default=VAR) if env.text("BACKUP_DIR") else None
BACKUP_KEY = env.text("BACKUP_KEY")
BACKUP_KEEP_DAILY = env.integer("BACKUP_KEEP_DAILY", default=7)
BACKUP_KEEP_WEEKLY = env.integer("BACKUP_KEEP_WEEKLY", default=4)
BACKUP_KEEP_MONTHLY = env.integer("BACKUP_KEEP_MONTHLY", default=12)

# Much more than the longest story. Pictures are files, whose size photos/uploads.py limits.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# A credit has eight fields, and a long career two hundred credits: more than Django's limit of 1,000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_PERMISSIONS = 0o640
# The most that one request may send: the largest picture with its form. The server refuses more.
LARGEST_BODY = 50 * 1024 * 1024

# Signing in ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "newsroom.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"  # if the request doesn't name a page of the site
AUTHENTICATION_BACKENDS = ["newsroom.roles.RolesOnly"]

# scrypt costs an attacker memory as well as time; PBKDF2 is for accounts from elsewhere.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# django-allauth has passkeys, authenticator apps and recovery codes. docs/decisions/0013-signing-in.md
# says what we use of it, and why we have our own limits instead of its.
ACCOUNT_ADAPTER = "newsroom.accounts.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "newsroom.accounts.forms.SignInForm",
    "change_password": "newsroom.accounts.forms.ChangePasswordForm",
    "reauthenticate": "newsroom.accounts.forms.ConfirmByPasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "signed_out"
ACCOUNT_RATE_LIMITS = False
MFA_FORMS = {
    "authenticate": "newsroom.accounts.forms.CodeForm",
    "reauthenticate": "newsroom.accounts.forms.ConfirmByCodeForm",
    "activate_totp": "newsroom.accounts.forms.FirstCodeForm",
    "login_webauthn": "newsroom.accounts.forms.PasskeyForm",
    "authenticate_webauthn": "newsroom.accounts.forms.SecondPasskeyForm",
    "reauthenticate_webauthn": "newsroom.accounts.forms.ConfirmByPasskeyForm",
    "add_webauthn": "newsroom.accounts.forms.AddPasskeyForm",
}
MFA_ADAPTER = "newsroom.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = PUBLICATION["name"]
MFA_RATE_LIMITS = False

# Users with one of these roles can't use the desk without a passkey or an authenticator app.
SECOND_FACTOR_ROLES = env.names("SECOND_FACTOR_ROLES")

# The longest lifetime of a link for setting a password; newsroom/accounts/tokens.py has each kind's.
PASSWORD_RESET_TIMEOUT = 7 * 24 * 60 * 60

# Small values that all processes must see at once, such as used codes. Not in the database, whose write
# lock editors need.
CACHES = {"default": {"BACKEND": "newsroom.accounts.store.SharedCache"}}

# docs/decisions/0004-sessions-in-the-database.md says why sessions are rows. Messages are in a cookie, so
# that showing one doesn't write the session.
SESSION_ENGINE = "newsroom.accounts.sessions"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# The open internet -------------------------------------------------------------------------------

ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname or "", *(["127.0.0.1", "[::1]"] if LOCAL else [])]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Browsers accept a `__Host-` cookie only over HTTPS, and only from this host.
_prefix = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_prefix}session"
SESSION_COOKIE_SECURE = HTTPS
PRESENCE_COOKIE_NAME = f"{_prefix}present"
DEVICE_COOKIE_NAME = f"{_prefix}device"
PASSKEY_COOKIE_NAME = f"{_prefix}passkey"
CSRF_COOKIE_NAME = f"{_prefix}csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
MESSAGE_COOKIE_SECURE = HTTPS

# Only if a proxy sets X-Forwarded-Proto itself and drops a client's: otherwise anyone could claim to use
# HTTPS. The last address in X-Forwarded-For is then the client's (newsroom/accounts/ip_addresses.py).
BEHIND_PROXY = env.flag("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Without that header every request looks like plain HTTP, and would be redirected forever.
SECURE_SSL_REDIRECT = HTTPS and BEHIND_PROXY
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and env.flag("HSTS_SUBDOMAINS")
SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

# No inline scripts or styles, and nothing from other sites, for readers and the desk alike.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # Only a page that uses a nonce has one: for the import map of the story editor.
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "upgrade-insecure-requests": HTTPS,
    },
}

# Mail --------------------------------------------------------------------------------------------

# Without a mail server each mail is printed on the console.
_mail = env.mail_url("EMAIL_URL")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail else 'console'}.EmailBackend"
EMAIL_HOST = _mail.get("host", "localhost")
EMAIL_PORT = _mail.get("port", 25)
EMAIL_HOST_USER = _mail.get("user", "")
EMAIL_HOST_PASSWORD = _mail.get("password", "")
EMAIL_USE_TLS = _mail.get("starttls", False)
EMAIL_USE_SSL = _mail.get("tls", False)
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", default=f"newsroom@{urlsplit(SITE_URL).hostname}")

# Logging -----------------------------------------------------------------------------------------

_level = env.choice("LOG_LEVEL", default="INFO", among=("DEBUG", "INFO", "WARNING", "ERROR"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {
            "format": "{asctime} {levelname} {name} {request_number}: {message}",
            "style": "{",
        },
        "json": {"()": "newsroom.request_log.JsonFormatter"},
    },
    "filters": {"request": {"()": "newsroom.request_log.AddNumber"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request"],
            "formatter": env.choice("LOG_FORMAT", default="text", among=("text", "json")),
        },
        "incidents": {
            "class": "newsroom.incidents.IncidentHandler",
            "level": "ERROR",
            "filters": ["request"],
        },
        "slow": {"class": "newsroom.incidents.IncidentHandler", "filters": ["request"]},
    },
    "root": {"handlers": ["console", "incidents"], "level": _level},
    "loggers": {
        # Without Django's own handlers, which would mail ADMINS in production.
        "django": {"handlers": [], "level": _level, "propagate": True},
        # Missing pages aren't logged; CSRF failures are, by django.security.csrf.
        "django.request": {"level": "ERROR"},
        "newsroom.slow": {"handlers": ["slow"], "level": "WARNING"},
        # The desk's own log has sign-ins with passkeys.
        "fido2": {"level": "WARNING"},
        # Scanners send wrong Host headers all day.
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}

# Where newsroom/error_reports.py sends errors; "" for nowhere.
SENTRY_DSN = env.text("SENTRY_DSN")
