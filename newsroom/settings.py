"""The settings of the site, all of them.

What differs between machines comes through newsroom/env.py, and .env.example lists it. A value that
is Django's default is not repeated here.
"""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from newsroom import env

# The machine -------------------------------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent

# Everything made at run time: database, pictures, collected static files, keys.
VAR = env.path("DATA_DIR", default=BASE_DIR / "var")

# True on one's own machine only (the Makefile says so): a missing secret key is made and kept in
# VAR instead of refused.
LOCAL = env.flag("LOCAL")

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret("SECRET_KEY", made_in=VAR / "secret-key" if LOCAL else None)

# Where `manage.py serve` listens, and in how many processes.
HOST = env.text("HOST", default="127.0.0.1")
PORT = env.integer("PORT", default=8000, minimum=1)
WORKERS = env.integer("WORKERS", default=2, minimum=1)
THREADS = 32  # in each process; each may hold a database connection

# For how many seconds a client may send or take nothing, or next to nothing, before it is cut off.
CLIENT_SECONDS = env.integer("CLIENT_SECONDS", default=20, minimum=1)

# Where readers find the site: canonical links, the hosts answered to, secure cookies. On one's own
# machine `localhost` by name, since passkeys refuse an address by number.
SITE_URL = env.site_url("SITE_URL", default=f"http://localhost:{PORT}" if LOCAL else None)
HTTPS = SITE_URL.startswith("https://")
if DEBUG and HTTPS:
    raise ImproperlyConfigured(
        "DEBUG=True would show readers of an https site its settings and its code. Leave DEBUG out, or"
        " work on http://localhost."
    )

# The publication ---------------------------------------------------------------------------------

PUBLICATION = {
    "name": "The Call Sheet",
    # In the identity of every story in a feed. Never change it: readers would get all anew.
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

# Crawlers that robots.txt sends away, by the name they go by ("GPTBot").
CRAWLERS_REFUSED: list[str] = []

# Applications and what a request passes through --------------------------------------------------

INSTALLED_APPS = [
    "newsroom",
    "articles",
    "awards",
    "people",
    "photos",
    "search",
    "history",
    "taggit",
    "csp",
    "django_prose_editor",  # its module of ProseMirror and Tiptap, for articles/body/field.py
    "newsroom.apps.DeskConfig",  # Django's admin, on a site of our own
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",  # its widgets' templates, for FORM_RENDERER
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "newsroom.request_log.RequestNumberMiddleware",
    "newsroom.incidents.SlowRequestMiddleware",
    "newsroom.health.HealthMiddleware",  # before the host is checked: see there
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

# Widgets of the desk may have a template in templates/.
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
    # Without a pool each of the THREADS would hold a connection of its own.
    _pool = {
        "min_size": 1,
        "max_size": env.integer("DATABASE_POOL_SIZE", default=10, minimum=1),
        "timeout": 10,
    }
    # As long as SQLite waits for its lock: without it PostgreSQL waits for ever.
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
            # Seconds. Opening one costs a millisecond, and closing the last one a checkpoint.
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                # Writers queue at the start of a transaction. The default begins as a reader, and
                # fails at once, whatever the timeout, when another writes before it does.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,  # seconds
                # FULL: a power cut takes no commit. No mmap_size: with it a disk error would kill
                # the process.
                "init_command": (
                    "PRAGMA journal_mode = WAL;"
                    "PRAGMA synchronous = FULL;"
                    "PRAGMA journal_size_limit = 67108864;"
                    "PRAGMA cache_size = -20000;"
                    "PRAGMA temp_store = MEMORY;"
                ),
            },
            # Written down because pytest-xdist only knows Django's own engine names.
            "TEST": {"NAME": ":memory:"},
        }
    }

# Language and time -------------------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
TIME_ZONE = "America/Los_Angeles"  # the newsroom's: "on 20 September" ends at its midnight

# Files -------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]

# What editors uploaded, never served; and what readers get of it, which can be made again.
ORIGINALS_ROOT = VAR / "originals"
RENDITIONS_ROOT = VAR / "renditions"

STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ORIGINALS_ROOT},
    },
    "staticfiles": {"BACKEND": "newsroom.static_files.Storage"},
}

# Where `manage.py backup` puts backups, the key of age that encrypts them, and for how many days,
# weeks and months the newest one of each is kept.
BACKUP_DIR = env.path("BACKUP_DIR", default=VAR) if env.text("BACKUP_DIR") else None
BACKUP_KEY = env.text("BACKUP_KEY")
BACKUP_KEEP_DAILY = env.integer("BACKUP_KEEP_DAILY", default=7)
BACKUP_KEEP_WEEKLY = env.integer("BACKUP_KEEP_WEEKLY", default=4)
BACKUP_KEEP_MONTHLY = env.integer("BACKUP_KEEP_MONTHLY", default=12)

# A form holds a long story many times over. A picture comes as a file: photos/uploads.py bounds it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# A credit takes eight boxes, and a long career two hundred credits: Django's 1,000 would refuse them.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_PERMISSIONS = 0o640
# All that one request may send: the largest picture, with its form. `serve` refuses more unread.
LARGEST_BODY = 50 * 1024 * 1024

# Who may come in ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "newsroom.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"  # where nobody, or a stranger, says where to go on
AUTHENTICATION_BACKENDS = ["newsroom.roles.RolesOnly"]

# scrypt costs an attacker memory as well as time; PBKDF2 stays readable for accounts brought along.
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

# Passkeys, authenticator apps and recovery codes are django-allauth's. docs/decisions/0013-signing-in.md says what of
# it is used, and why its limits are replaced by our own.
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

# Whoever has one of these roles can do nothing at the desk without a passkey or an authenticator app.
SECOND_FACTOR_ROLES = env.names("SECOND_FACTOR_ROLES")

# The longest that any link for setting a password can live; newsroom/accounts/tokens.py has each kind's.
PASSWORD_RESET_TIMEOUT = 7 * 24 * 60 * 60

# Small things that all processes must see at once, such as a used code: not in the database, whose lock is
# the editors'.
CACHES = {"default": {"BACKEND": "newsroom.accounts.store.SharedCache"}}

# Sessions are rows: docs/decisions/0004-sessions-in-the-database.md says why. Messages stay in a cookie, so that
# saying "Saved" writes no session.
SESSION_ENGINE = "newsroom.accounts.sessions"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# The open internet -------------------------------------------------------------------------------

ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname or "", *(["127.0.0.1", "[::1]"] if LOCAL else [])]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# A browser takes a `__Host-` cookie only over HTTPS and from this host alone.
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

# Only where a proxy sets X-Forwarded-Proto itself, and drops what a client sent by that name: anybody
# else could claim to come over HTTPS. The last address in X-Forwarded-For is then the client's
# (newsroom/accounts/ip_addresses.py).
BEHIND_PROXY = env.flag("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Without that header every request looks like plain HTTP, and a redirect would never end.
SECURE_SSL_REDIRECT = HTTPS and BEHIND_PROXY
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and env.flag("HSTS_SUBDOMAINS")
SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

# No inline script or style, nothing from elsewhere, on site and desk alike.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # The nonce is there only on a page that asked for one: the import map of the story's editor.
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

# Without a server each mail is printed where the site runs, so that nobody waits for one in vain.
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

# What is written down ----------------------------------------------------------------------------

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
        # Without the handlers that Django gives it: with debug off those would mail ADMINS.
        "django": {"handlers": [], "level": _level, "propagate": True},
        # A page that is not there is no news; a forged form is, as django.security.csrf.
        "django.request": {"level": "ERROR"},
        "newsroom.slow": {"handlers": ["slow"], "level": "WARNING"},
        # The log of the desk says who signed in with a passkey.
        "fido2": {"level": "WARNING"},
        # Scanners send a wrong Host all day.
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}

# Where newsroom/error_reports.py sends errors; nowhere if it is empty.
SENTRY_DSN = env.text("SENTRY_DSN")
