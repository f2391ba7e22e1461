"""What is done once a day: nothing that somebody needs goes, and what a kill left doesn't stay."""

import io
import os
import shutil
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from newsroom import env
from newsroom.accounts.models import DeskSession
from photos import atomic_writes, editing, rendition_files
from photos.models import Picture
from photos.renditions import Rendition
from tests.articles.stories import published
from tests.machines import manage, variables_of
from tests.photos import pictures

pytestmark = pytest.mark.django_db
DAY = 24 * 60 * 60


def chores():
    out = io.StringIO()
    call_command("chores", stdout=out)
    return out.getvalue()


def aged(path, days):
    moment = time.time() - days * DAY
    os.utime(path, (moment, moment))


def files(root):
    return {path for path in Path(root).rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def _own_disk(settings, tmp_path):
    """The folders are those of all tests, empty while one of these runs."""
    settings.VAR = tmp_path
    for root in (settings.ORIGINALS_ROOT, settings.RENDITIONS_ROOT):
        root.mkdir(parents=True, exist_ok=True)
        root.rename(root.with_name(f"{root.name} of others"))
        root.mkdir()
    yield
    for root in (settings.ORIGINALS_ROOT, settings.RENDITIONS_ROOT):
        shutil.rmtree(root)
        root.with_name(f"{root.name} of others").rename(root)


def pictures_files():
    return files(settings.ORIGINALS_ROOT) | files(settings.RENDITIONS_ROOT)


@pytest.fixture
def picture(ada):
    return editing.add(by=ada, file=io.BytesIO(pictures.jpeg()), title="Two colors")


def test_pictures_in_use_stay_and_what_a_kill_left_is_set_aside_and_then_removed(picture):
    original = Path(picture.original.path)
    rendition_files.rendition(picture, Rendition(320))
    rendition = rendition_files.rendition_path(picture, Rendition(320))
    lost = original.with_name("lost.jpg")
    unfinished = original.with_name(f"{atomic_writes.UNFINISHED}1")
    young = original.with_name("young.jpg")
    for path in (lost, unfinished, young):
        path.write_bytes(b"a picture")
    for path in (original, rendition, rendition.parent, lost, unfinished):
        aged(path, 40)

    assert "unused originals set aside: 2," in chores()
    aside = files(settings.ORIGINALS_ROOT / "aside")
    assert {path.name for path in aside} == {lost.name, unfinished.name}
    assert pictures_files() == {original, rendition, young, *aside}

    assert "removed after 30 days: 0;" in chores()
    for path in aside:
        aged(path, 31)
    assert "removed after 30 days: 2;" in chores()
    assert pictures_files() == {original, rendition, young}


def test_an_original_comes_back_when_a_picture_names_it_again(picture):
    original, content = Path(picture.original.path), Path(picture.original.path).read_bytes()
    aged(original, 2)
    Picture.objects.all().delete()  # as in the database of an earlier day
    chores()
    assert not original.exists()
    picture.save()
    assert "put back: 1," in chores()
    assert original.read_bytes() == content


def test_renditions_of_an_earlier_version_go_and_are_missed_by_nobody(picture, ada):
    rendition_files.rendition(picture, Rendition(320))
    old = rendition_files.folder(picture)
    editing.focus(picture, by=ada, x=1, y=1)
    rendition_files.rendition(picture, Rendition(320))
    aged(old, 2)
    assert "folders of old renditions removed: 1." in chores()
    assert not old.exists()
    assert rendition_files.rendition_path(picture, Rendition(320)).exists()


def test_an_old_card_goes_and_is_drawn_anew_for_whoever_asks(reader, ada):
    story = published(by=ada, headline="An Emmy")
    address = f"/cards/{story.public_id}.png"
    drawn = reader.get(address)
    assert drawn.status_code == 200, address
    [card] = files(settings.VAR / "cards")
    chores()
    assert card.exists()
    aged(card, 31)
    assert "Cards: removed old ones: 1." in chores()
    assert not card.exists()
    assert reader.get(address).content == drawn.content


def test_expired_sessions_go_and_others_stay(sign_in, ada, bo):
    gone, stays = sign_in(ada), sign_in(bo)
    DeskSession.objects.filter(pk=gone.session.session_key).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    )
    chores()
    assert [*DeskSession.objects.values_list("pk", flat=True)] == [stays.session.session_key]


def test_a_chore_that_fails_keeps_nobody_from_the_others_and_is_told(picture, monkeypatch, caplog):
    lost = Path(picture.original.path).with_name("lost.jpg")
    lost.write_bytes(b"a picture")
    aged(lost, 2)
    with monkeypatch.context() as broken:
        broken.setattr(shutil, "rmtree", None)
        broken.setattr(Path, "rename", None)
        with pytest.raises(
            CommandError, match="These failed, and will run again tomorrow: Pictures"
        ):
            chores()
    assert "A chore failed: Pictures." in caplog.text
    assert "unused originals set aside: 1," in chores()


def test_they_are_done_beside_the_server_and_end_with_it(tmp_path):
    machine = variables_of({"LOCAL": "True", "DATA_DIR": str(tmp_path)})
    assert manage("migrate", "-v0", **machine).returncode == 0
    lost = tmp_path / "originals" / "ab" / "lost.jpg"
    lost.parent.mkdir(parents=True)
    lost.write_bytes(b"a picture")
    aged(lost, 2)
    beside = (
        "import os, subprocess, sys, time;"
        "from newsroom import daily;"
        "server = os.getpid();"
        "code = f'from newsroom import daily; daily.SOON = 0; daily.run_beside({server})';"
        "print(subprocess.Popen([sys.executable, '-c', code]).pid, flush=True);"
        "time.sleep(600)"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", beside], cwd=env.HERE, env=machine, stdout=subprocess.PIPE, text=True
    )
    waiting = int(server.stdout.readline())
    wait_until(lambda: (tmp_path / "originals" / "aside" / "ab" / "lost.jpg").exists())
    server.kill()
    server.wait()
    wait_until(lambda: not is_running(waiting))
    server.stdout.close()


def wait_until(is_so):
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.1)


def is_running(pid):
    """A process that has ended and that nobody has asked of is none."""
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rpartition(") ")[2][0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
