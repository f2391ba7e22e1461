"""What the tests need from the machine beside Python: Chromium, and validators with their Java and Node.

`python -m tests.needs` finds each, installs Debian's package where it may, or says in one sentence
what to install, and fails. Nothing is skipped for want of it.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from newsroom import env

# The headless shell is the same engine without the windows around it, at two thirds of the cost.
CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
VALIDATORS = env.HERE / "var" / "validator"
PACKAGES = (
    "vnu-jar@26.9.27",  # HTML
    "schema-dts@2.1.0",  # the vocabulary of schema.org, as types
    "typescript@7.0.2",  # ... which it compares
    "structured-data-testing-tool@4.5.0",  # what Google, Facebook and X look for
)


class Missing(Exception):
    """Says what to install."""


def program(*names: str, package: str) -> str:
    """The path of the first program found; else Missing."""
    for name in names:
        if found := shutil.which(name):
            return found
    raise Missing(f"The tests need {names[0]}: install it (Debian: apt-get install {package}).")


def chromium() -> str:
    named = env.text("CHROMIUM")
    if named and not shutil.which(named):
        raise Missing(f"CHROMIUM={named!r} is no program: name a Chromium, or leave it out.")
    return named or program(*CHROMIUM_NAMES, package="chromium-headless-shell")


def java() -> str:
    return program("java", package="default-jre-headless")


def npm() -> str:
    return program("npm", package="npm")


def node() -> str:
    return program("node", package="nodejs")


def script(package: str, path: str) -> str:
    """The path of a file of one of the packages, which `python -m tests.needs` fetches."""
    file = VALIDATORS / "node_modules" / package / path
    if not file.exists():
        raise Missing("The tests need their validators: run `python -m tests.needs`.")
    return str(file)


def validator() -> str:
    """The path of the HTML validator's jar."""
    return script("vnu-jar", "build/dist/vnu.jar")


def validators() -> None:
    """Raises Missing unless each package is there in its version."""
    for package in PACKAGES:
        name, _, version = package.rpartition("@")
        if json.loads(Path(script(name, "package.json")).read_text())["version"] != version:
            raise Missing(f"The tests need {package}: run `python -m tests.needs`.")


def install(package: str) -> None:
    """Installs Debian's package where this is a Debian and we are its root; else does nothing."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print(f"Installing Debian's {package} ...", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "--no-install-recommends", "-y", package]):
        subprocess.run(
            ["apt-get", "-qq", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,  # whether the program is there now is asked next
        )


def find_or_install(find: Callable[[], str], package: str) -> None:
    try:
        find()
    except Missing:
        install(package)
        find()


def find_or_fetch_validators() -> None:
    try:
        validators()
    except Missing:
        find_or_install(npm, "npm")
        print(f"Fetching {', '.join(PACKAGES)} ...", flush=True)
        VALIDATORS.mkdir(parents=True, exist_ok=True)
        # Some have a script that would fetch more, of which nothing is needed here.
        fetch = [
            "install",
            "--prefix",
            str(VALIDATORS),
            "--silent",
            "--no-audit",
            "--ignore-scripts",
        ]
        subprocess.run([npm(), *fetch, *PACKAGES], stdin=subprocess.DEVNULL, check=False)
        validators()


def main() -> None:
    find_or_install(chromium, "chromium-headless-shell")
    find_or_install(java, "default-jre-headless")
    find_or_install(node, "nodejs")
    find_or_fetch_validators()


if __name__ == "__main__":
    try:
        main()
    except Missing as missing:
        sys.exit(str(missing))
