"""System checks of the site as a whole."""

import re
from importlib.metadata import version as installed_version
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import connection

from newsroom import roles

# In older versions two processes that write to one WAL database can lose a checkpoint (SQLite's
# "WAL-reset bug").
FIXED_IN = (3, 51, 3)
ALSO_FIXED_IN = ((3, 50, 7), (3, 44, 6))

# The oldest versions without a known vulnerability that this site's pages or uploads expose. Raise one
# here, with the version in requirements.txt, when a release fixes another.
SAFE_FROM = {"Django": "5.2.19", "nh3": "0.3.8", "pillow": "13.0.0"}


def is_old(version: tuple[int, ...]) -> bool:
    return version < FIXED_IN and version not in ALSO_FIXED_IN


def sqlite_version() -> tuple[int, ...]:
    """The version of SQLite behind the default database; () on another database."""
    if connection.vendor != "sqlite":
        return ()
    # Every backend has it, but the type stubs only know the base class.
    driver = connection.Database  # type: ignore[attr-defined]
    return driver.sqlite_version_info


@register()
def sqlite_is_recent(**kwargs: Any) -> list[CheckMessage]:
    version = sqlite_version()
    if not version or not is_old(version):
        return []
    return [
        Warning(
            f"SQLite {'.'.join(map(str, version))} can damage a database that two processes write"
            " at once.",
            hint="Install the pysqlite3 wheel of requirements.txt, or a Python with SQLite 3.51.3"
            " or later, or serve with WORKERS=1.",
            id="newsroom.W001",
        )
    ]


@register(deploy=True)
def sqlite_is_recent_for_several_processes(**kwargs: Any) -> list[CheckMessage]:
    if settings.WORKERS < 2:
        return []
    return [
        Error(warning.msg, hint=warning.hint, id="newsroom.E001") for warning in sqlite_is_recent()
    ]


def release(version: str) -> tuple[int, ...]:
    """Return the numbers at the start of a version: (5, 2, 19) for "5.2.19.post1"."""
    found = re.match(r"\d+(\.\d+)*", version)
    return tuple(map(int, found[0].split("."))) if found else ()


@register()
def packages_are_safe(**kwargs: Any) -> list[CheckMessage]:
    """Refuse to start with a package that has a known vulnerability."""
    return [
        Error(
            f"{name} {installed_version(name)} has known vulnerabilities.",
            hint=f"Install {name} {safe} or later: make install installs what requirements.lock names.",
            id="newsroom.E002",
        )
        for name, safe in SAFE_FROM.items()
        if release(installed_version(name)) < release(safe)
    ]


@register()
def roles_with_a_second_factor_exist(**kwargs: Any) -> list[CheckMessage]:
    names = [role.name for role in roles.ROLES]
    return [
        Error(
            f"SECOND_FACTOR_ROLES names “{unknown}”, which isn’t a role.",
            hint=f"Write one of: {', '.join(names)}.",
            id="newsroom.E003",
        )
        for unknown in settings.SECOND_FACTOR_ROLES
        if unknown not in names
    ]
