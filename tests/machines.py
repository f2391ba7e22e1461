"""The site on another machine: a process of its own with the variables we give it, and no others."""

import json
import os
import subprocess
import sys

from newsroom import env


def variables_of(machine):
    """These, and what any process needs."""
    own = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return own | {"ENV_FILE": os.devnull} | machine


def manage(*arguments, **variables):
    """Runs manage.py on a machine that has these variables and no others of ours."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=env.HERE,
        env=variables_of(variables),
        capture_output=True,
        text=True,
        check=False,
    )


def settings_of(**variables):
    """Some settings as such a machine has them."""
    names = [
        "ALLOWED_HOSTS",
        "DEBUG",
        "SECURE_HSTS_SECONDS",
        "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "SECRET_KEY",
        "SITE_URL",
    ]
    code = f"import json; print(json.dumps({{n: getattr(settings, n) for n in {names}}}))"
    told = manage(
        "shell", "--no-imports", "-c", f"from django.conf import settings; {code}", **variables
    )
    assert told.returncode == 0, told.stderr
    return json.loads(told.stdout)
