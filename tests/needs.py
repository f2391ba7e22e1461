"""What the tests need from the machine beside Python: Chromium, and the HTML validator with its Java.

`python -m tests.needs` finds each, installs Debian's package where it may, or says in one sentence
what to install, and fails. Nothing is skipped for want of it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

from newsroom import env

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VALIDATOR = "vnu-jar@26.9.27"
VALIDATOR_DIRECTORY = env.HERE / "var" / "validator"


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
    return named or program(*CHROMIUM_NAMES, package="chromium")


def java() -> str:
    return program("java", package="default-jre-headless")


def npm() -> str:
    return program("npm", package="npm")


def validator() -> str:
    """The path of the HTML validator's jar, which `python -m tests.needs` fetches."""
    jar = VALIDATOR_DIRECTORY / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.exists():
        raise Missing("The tests need the HTML validator: run `python -m tests.needs`.")
    return str(jar)


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


def find_or_fetch_validator() -> None:
    try:
        validator()
    except Missing:
        find_or_install(npm, "npm")
        print(f"Fetching {VALIDATOR} ...", flush=True)
        VALIDATOR_DIRECTORY.mkdir(parents=True, exist_ok=True)
        fetch = ["install", "--prefix", str(VALIDATOR_DIRECTORY), "--silent", "--no-audit"]
        subprocess.run([npm(), *fetch, VALIDATOR], stdin=subprocess.DEVNULL, check=False)
        validator()


def main() -> None:
    find_or_install(chromium, "chromium")
    find_or_install(java, "default-jre-headless")
    find_or_fetch_validator()


if __name__ == "__main__":
    try:
        main()
    except Missing as missing:
        sys.exit(str(missing))
