"""From nothing to a site that answers, and an editor who can sign in."""

import io
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from newsroom import env
from newsroom.management.commands.serve import refuse_a_port_in_use
from newsroom.models import User
from tests.machines import manage, variables_of


@pytest.fixture
def own_machine(settings, tmp_path):
    settings.LOCAL = True
    settings.VAR = tmp_path


def sample_editor(**options):
    out = io.StringIO()
    call_command("sample_editor", stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.mark.django_db
def test_the_sample_editor_is_made_once_and_can_sign_in(own_machine, client):
    said = sample_editor()
    assert sample_editor() == said
    user, password = (line.split(": ")[1] for line in said)
    assert [line.split(": ")[0] for line in said] == ["user", "password"]
    assert client.login(username=user, password=password)
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_a_password_that_the_editor_changed_is_left_alone_until_reset(own_machine, client):
    sample_editor()
    editor = User.objects.get()
    editor.set_password("mine alone")
    editor.save()
    assert sample_editor() == [
        "user: editor",
        "The password was changed; sample_editor --reset creates a new one.",
    ]
    password = sample_editor(reset=True)[1].removeprefix("password: ")
    assert client.login(username="editor", password=password)


@pytest.mark.django_db
def test_no_sample_editor_is_made_on_a_server(settings):
    settings.LOCAL = False
    with pytest.raises(CommandError, match="create a real user: manage.py createsuperuser"):
        sample_editor()
    assert not User.objects.exists()


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def test_a_port_in_use_is_refused_and_another_proposed(listener):
    port = listener.getsockname()[1]
    with pytest.raises(CommandError, match=rf"in use. Choose another port, as PORT={port + 1}."):
        refuse_a_port_in_use("127.0.0.1", port)


def test_serving_without_static_files_says_what_to_run(tmp_path):
    refused = manage("serve", LOCAL="True", DATA_DIR=str(tmp_path))
    assert refused.returncode == 1
    assert refused.stderr == (
        "CommandError: Static files aren’t collected. Run manage.py collectstatic.\n"
    )


# Something was done at the desk by a clock that is ahead of ours.
LATER = """
from datetime import UTC, datetime
from history.models import Change
Change.objects.create(verb="changed", subject_kind="tag", subject_id="t", at=datetime(2200, 1, 1, tzinfo=UTC))
"""


@pytest.fixture
def served(tmp_path, listener):
    """The address of a site with an empty database, served as `make run` does, and its process."""
    port = str(listener.getsockname()[1])
    listener.close()
    machine = {"LOCAL": "True", "DATA_DIR": str(tmp_path), "PORT": port, "WORKERS": "1"}
    for command in (("migrate", "-v0"), ("collectstatic", "-v0", "--no-input")):
        assert manage(*command, **machine).returncode == 0
    assert manage("shell", "--no-imports", "-c", LATER, **machine).returncode == 0
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=env.HERE,
        env=variables_of(machine),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process.stdout.readline().strip(), process
    process.kill()
    process.wait()
    process.stdout.close()
    process.stderr.close()


def answer(address):
    """Status, headers and text, asked again until the server listens."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address) as response:
                return response.status, response.headers, response.read().decode()
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"Nothing answers at {address}.")


def children(pid):
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def command(pid):
    """What the process was started with; "" when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def test_the_server_answers_with_debug_off_and_stops_when_told(served):
    said, process = served
    assert process.stderr.readline().startswith("This machine’s clock says ")
    address = said.removeprefix("The Call Sheet is at ")
    status, headers, page = answer(f"{address}admin/login/")
    assert (status, headers["server"]) == (200, "granian")
    stylesheet = re.search(r'href="/(static/css/tokens\.[0-9a-f]{12}\.css)"', page).group(1)
    assert answer(address + stylesheet)[1]["cache-control"].endswith("immutable")

    [beside] = [pid for pid in children(process.pid) if "newsroom.daily" in command(pid)]
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    for _ in range(200):
        if "newsroom.daily" not in command(beside):
            return
        time.sleep(0.1)
    raise AssertionError("The daily chores go on without the server.")


def record_a_migration_that_is_gone():
    MigrationRecorder(connection).record_applied("people", "0009_of_an_earlier_version")


def drop_a_column():
    """As in tables made by migrations of the same names, written anew since."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE articles_tag DROP COLUMN description")


@pytest.mark.both_databases
@pytest.mark.django_db
@pytest.mark.parametrize("make_earlier", [record_a_migration_that_is_gone, drop_a_column])
def test_a_database_of_an_earlier_version_is_left_alone_with_a_sentence(make_earlier):
    make_earlier()
    with pytest.raises(CommandError, match="created by an earlier version of Newsroom.*DATA_DIR"):
        call_command("set_up")
    assert not User.objects.exists()
