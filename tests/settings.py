"""The site's settings with the few differences that tests need, whatever `.env` says."""

import os
import tempfile
from pathlib import Path

os.environ["ENV_FILE"] = os.devnull
os.environ.update(
    SECRET_KEY="9w3JxQv2LrT8mZkB5dYhN7sPfG4cVtR6uAqE1oHi",
    SITE_URL="http://testserver",
    LOCAL="False",
    DEBUG="False",
)

from newsroom.settings import *  # noqa: TID251 - the variables come first
from newsroom.settings import DATABASES, STORAGES  # noqa: TID251

# Each process has a directory of its own, gone when it ends.
_directory = tempfile.TemporaryDirectory(prefix="newsroom-tests-")
VAR = Path(_directory.name)
STATIC_ROOT = VAR / "static"
ORIGINALS_ROOT = VAR / "originals"
RENDITIONS_ROOT = VAR / "renditions"

STORAGES = STORAGES | {
    "default": STORAGES["default"] | {"OPTIONS": {"location": ORIGINALS_ROOT}},
    # Plain names: most tests don't look at static files, and collecting them takes seconds.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# A password costs nothing to check here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# What a power cut takes from the tests' own database is no loss: nothing waits for the disk.
if "init_command" in DATABASES["default"].get("OPTIONS", {}):
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous = OFF;"

# Connections end with the request: one that outlives it would keep the test database from going.
DATABASES["default"]["CONN_MAX_AGE"] = 0
