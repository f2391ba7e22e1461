"""A backup restores to what was there, or says that it can't; nothing of it is lost or left half."""

import errno
import io
import os
import random
import re
import shutil
import threading
import time
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pyrage
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone

from articles.models import Article, Revision
from newsroom import env
from newsroom.accounts.models import DeskSession
from newsroom.backups import archive, databases, retention
from newsroom.models import User
from photos import editing
from tests.articles.stories import published
from tests.machines import manage
from tests.photos.pictures import jpeg
from tests.world import World

pytestmark = pytest.mark.both_databases

SECRET = str(pyrage.x25519.Identity.generate())
OTHER = str(pyrage.x25519.Identity.generate())
TELLS = """
from articles.models import Article, Revision
from newsroom.accounts.models import DeskSession
print(*Article.objects.order_by("pk").values_list("pk", flat=True))
print(*Revision.objects.order_by("pk").values_list("pk", flat=True))
print(DeskSession.objects.count())
"""


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path):
    """The folder of originals is that of all tests, empty while one of these runs."""
    settings.VAR = tmp_path / "var"
    settings.VAR.mkdir()
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_KEY = SECRET
    root = settings.ORIGINALS_ROOT
    root.mkdir(parents=True, exist_ok=True)
    root.rename(root.with_name("originals of others"))
    root.mkdir()
    mask = os.umask(0o022)
    yield
    os.umask(mask)
    shutil.rmtree(root)
    root.with_name("originals of others").rename(root)


def says(command, *arguments, **options):
    out = io.StringIO()
    call_command(command, *arguments, stdout=out, stderr=out, **options)
    return out.getvalue()


def backed_up(*arguments):
    """Make a backup, and return its path."""
    return Path(re.search(r"^(/\S+): ", says("backup", *arguments), re.MULTILINE)[1])


def files():
    return sorted(path.name for path in settings.BACKUP_DIR.iterdir())


@pytest.fixture
def empty_place(tmp_path):
    """The variables of a site with nothing in it, and a database of the kind that is tested."""
    key = {"BACKUP_KEY": SECRET, "LOCAL": "True", "DATA_DIR": str(tmp_path / "place")}
    if connection.vendor == "sqlite":
        yield key
        return
    name = f"{connection.settings_dict['NAME']}_place"
    url = urlsplit(env.text("DATABASE_URL"))._replace(path=f"/{name}").geturl()
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield key | {"DATABASE_URL": url}
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class Busy:
    """Somebody who publishes story after story, and replaces a picture, while a backup is made."""

    def __init__(self):
        self.stopped = threading.Event()
        self.published = []
        self.thread = threading.Thread(target=self.work)

    def work(self):
        while not self.stopped.is_set():
            self.published.append(published(headline=f"Number {len(self.published)}").pk)
        connections.close_all()

    def __enter__(self):
        self.thread.start()
        while len(self.published) < 25:
            time.sleep(0.01)
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self.thread.join()


@pytest.mark.django_db(transaction=True)
def test_what_is_backed_up_while_stories_are_written_is_restored_and_opens(
    sign_in, ada, empty_place, tmp_path
):
    World(3)
    picture = editing.add(
        by=ada, file=io.BytesIO(jpeg()), title="Two colors", credit="Ann Lee", rights="owned"
    )
    published(lead_picture=picture.public_id)
    sign_in(ada)
    with Busy() as busy:
        before = len(busy.published)
        path = backed_up()
        after = len(busy.published)
    assert after > before, "Nothing was written meanwhile."
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [*settings.VAR.glob(f"{databases.UNFINISHED}*")] == []

    proven = says("backup", prove=True)
    assert re.search(r"Proven: \S+ was restored; [\d,]+ rows and 1 pictures are the same", proven)
    assert int(re.search(r"and (\d+) pages open", proven)[1]) >= 50
    assert path.name in says("backup", check=True)
    assert [*settings.VAR.glob(f"{databases.UNFINISHED}*")] == []

    restored = manage("restore", str(path), **empty_place)
    assert restored.returncode == 0, restored.stderr
    told = manage("shell", "--no-imports", "-c", TELLS, **empty_place).stdout.splitlines()
    stories, revisions, sessions = ([int(each) for each in line.split()] for line in told)
    everything = [*Article.objects.order_by("pk").values_list("pk", flat=True)]
    assert stories == everything[: len(stories)]
    assert len(everything) - after <= len(stories) <= len(everything) - before + after
    assert {*stories} >= {*busy.published[:before]}
    assert revisions == [
        *Revision.objects.filter(article__in=stories).order_by("pk").values_list("pk", flat=True)
    ]
    assert (sessions, DeskSession.objects.count()) == ([0], 1)
    there = Path(empty_place["DATA_DIR"]) / "originals" / str(picture.original)
    assert there.read_bytes() == Path(picture.original.path).read_bytes()

    again = manage("restore", str(path), **empty_place)
    assert again.returncode == 1
    assert again.stderr.startswith("CommandError: This site’s database already has users")


@contextmanager
def _changed(path, at):
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    changed = path.with_name(f"changed-{path.name}")
    changed.write_bytes(content)
    yield changed
    changed.unlink()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("key", ["", SECRET], ids=["plain", "encrypted"])
def test_a_backup_with_one_byte_changed_is_refused_before_anything_is(settings, key):
    settings.BACKUP_KEY = key
    path = backed_up()
    chosen = random.Random(1)
    for at in [*range(0, 400, 50), *(chosen.randrange(path.stat().st_size) for _ in range(12))]:
        with (
            _changed(path, at) as changed,
            pytest.raises(CommandError, match="damaged|no backup|no key|BACKUP_KEY|is encrypted"),
        ):
            says("restore", str(changed))
    shorter = path.with_name("shorter")
    shorter.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(CommandError, match="is damaged"):
        says("restore", str(shorter))
    assert [*settings.ORIGINALS_ROOT.rglob("*")] == []
    assert archive.verify(path, archive.Key(key) if key else None, report=lambda size: None)


@pytest.mark.django_db(transaction=True)
def test_a_member_that_was_exchanged_in_a_sound_file_is_refused(settings):
    """As compression and encryption can't notice: the manifest's digests do."""
    settings.BACKUP_KEY = ""
    path = backed_up()
    content = bytearray(archive.zstd.decompress(path.read_bytes()))
    for at, words in (
        (content.index(b"Managing editor"), "database.* isn’t what was written"),
        (content.index(b'"migrations"'), "its manifest isn’t what was written"),
    ):
        changed = content.copy()
        changed[at + 1] ^= 1
        path.write_bytes(archive.zstd.compress(changed))
        with pytest.raises(CommandError, match=words):
            says("restore", str(path))


@pytest.mark.django_db(transaction=True)
def test_only_the_secret_key_opens_a_backup_and_a_public_one_is_enough_to_make_it(
    settings, tmp_path
):
    settings.BACKUP_KEY = str(pyrage.x25519.Identity.from_str(SECRET).to_public())
    path = backed_up()
    assert b"Managing editor" not in path.read_bytes()
    with pytest.raises(CommandError, match="set BACKUP_KEY to the secret key"):
        says("restore", str(path))
    settings.BACKUP_KEY = OTHER
    with pytest.raises(CommandError, match="it was made with another key"):
        says("restore", str(path))
    settings.BACKUP_KEY = "AGE-SECRET-KEY-1NONSENSE"
    with pytest.raises(CommandError, match="BACKUP_KEY isn’t an age key"):
        says("backup")
    settings.BACKUP_KEY = ""
    (tmp_path / "key").write_text(f"# created today\n{SECRET}\n")
    assert "Checked:" in says("restore", str(path), key_file=str(tmp_path / "key"))


@pytest.mark.django_db(transaction=True)
def test_a_picture_replaced_while_a_backup_is_made_is_in_it_as_it_was(ada, monkeypatch):
    picture = editing.add(by=ada, file=io.BytesIO(jpeg()), title="Two colors")
    name, content = str(picture.original), Path(picture.original.path).read_bytes()
    copied = databases.copied

    @contextmanager
    def copied_and_then_replaced(out):
        with copied(out) as copy:
            editing.replace(picture, by=ada, file=io.BytesIO(jpeg(320, 200)))
            yield copy

    monkeypatch.setattr(databases, "copied", copied_and_then_replaced)
    path = backed_up()
    assert str(picture.original) != name
    kept = {
        member: source.read()
        for member, source in archive.members(path, archive.Key(SECRET), lambda size: None)
        if member.startswith("originals/")
    }
    assert kept == {f"originals/{name}": content}


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_leaves_the_older_backups_and_nothing_half(monkeypatch):
    def no_space_left(*arguments):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    older = backed_up()
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", no_space_left)
        with pytest.raises(CommandError, match="The disk is full. Make room in"):
            says("backup")
    assert files() == [older.name]
    assert [*settings.VAR.glob(f"{databases.UNFINISHED}*")] == []
    backed_up()


@pytest.mark.parametrize("key", [None, archive.Key(SECRET)], ids=["plain", "encrypted"])
def test_that_the_disk_is_full_is_heard_through_compression_and_encryption(key):
    with (
        open("/dev/full", "wb", buffering=0) as full,
        pytest.raises(OSError, match="No space left"),
        archive.writing(
            archive.Sink(full), key, at=timezone.now(), report=lambda size: None
        ) as writer,
    ):
        writer.add("originals/noise", io.BytesIO(os.urandom(8_000_000)), 8_000_000)


@pytest.mark.django_db(transaction=True)
def test_a_second_run_works_and_clears_what_a_killed_one_left():
    first = backed_up()
    (settings.BACKUP_DIR / ".unfinished-1").write_bytes(b"half")
    (settings.VAR / f"{databases.UNFINISHED}1").mkdir()
    second = backed_up()
    assert first != second
    assert files() == [second.name]  # the first one is of the same day
    assert [*settings.VAR.glob(f"{databases.UNFINISHED}*")] == []
    with databases.exclusive(), pytest.raises(CommandError, match="is already running"):
        says("backup")


@pytest.mark.django_db(transaction=True)
def test_the_newest_of_each_day_week_and_month_stays_and_so_does_the_proven_one(clock, settings):
    settings.BACKUP_KEEP_DAILY, settings.BACKUP_KEEP_WEEKLY, settings.BACKUP_KEEP_MONTHLY = 3, 2, 2
    now = clock.set("2020-09-20 18:30:00")  # a Sunday
    settings.BACKUP_DIR.mkdir()
    for days in range(1, 90):
        (settings.BACKUP_DIR / retention.name_for(now - timedelta(days), encrypted=True)).touch()
    proven = retention.name_for(now - timedelta(40), encrypted=True)
    retention.note("proven", proven)
    (settings.BACKUP_DIR / "notes.txt").touch()
    made = backed_up()
    left = [
        (now - datetime.strptime(name[9:24] + "+0000", "%Y%m%dT%H%M%S%z")).days
        for name in files()
        if name != "notes.txt"
    ]
    # Today and two days before; last week's Sunday; the end of August; and the proven one.
    assert left == [40, 20, 7, 2, 1, 0]
    assert made.name in files()
    assert "notes.txt" in files()


@pytest.mark.django_db(transaction=True)
def test_a_backup_of_a_later_version_is_refused_and_pictures_of_another_site_too(settings):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('newsroom', '9999_later', '2020-09-20 00:00:00+00:00')"
        )
    later = backed_up()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")
    with pytest.raises(CommandError, match="of a later version of Newsroom .newsroom.9999_later"):
        says("restore", str(later))
    sound = backed_up()
    (settings.ORIGINALS_ROOT / "another.jpg").touch()
    with pytest.raises(CommandError, match="has pictures that aren’t in this backup"):
        says("restore", str(sound))
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.everything
def test_a_backup_of_an_earlier_version_is_brought_up_to_date(empty_place, tmp_path):
    earlier = {"LOCAL": "True", "DATA_DIR": str(tmp_path / "earlier"), "BACKUP_KEY": SECRET}
    if connection.vendor == "postgresql":
        pytest.skip("The steps are those of SQLite, and a third database adds nothing.")
    for command in (("migrate", "-v0"), ("migrate", "-v0", "history", "0001")):
        moved = manage(*command, **earlier)
        assert moved.returncode == 0, moved.stderr
    assert manage("backup", str(tmp_path / "earlier-backups"), **earlier).returncode == 0
    [path] = (tmp_path / "earlier-backups").iterdir()
    restored = manage("restore", str(path), **empty_place)
    assert "Building the search index" in restored.stdout, restored.stderr
    assert manage("migrate", "--check", **empty_place).returncode == 0


def warned(client):
    page = client.get("/admin/").content.decode()
    return re.findall(r"<p>([^<]*[Bb]ackup[^<]*)</p>", page)


def test_whoever_looks_after_the_site_is_warned_of_old_backups(sign_in, ada, bo, clock, settings):
    clock.set("2020-09-20 18:30:00")
    managing, writer = sign_in(ada), sign_in(bo)
    assert [said.split(" Ask")[0] for said in warned(managing)] == [
        "There is no backup of this site."
    ]
    retention.note("made", "newsroom.tar.zst")
    assert warned(managing)[0].startswith("No backup has been tested by restoring it.")
    retention.note("proven", "newsroom.tar.zst")
    assert warned(managing) == []
    clock.set("2020-09-23 18:30:00")
    assert warned(managing)[0].startswith(
        "The newest backup was made on Sunday, September 20, 6:30 pm PT."
    )
    retention.note("made", "newsroom.tar.zst")
    clock.set("2020-09-28 18:30:00")
    retention.note("made", "newsroom.tar.zst")
    assert warned(managing)[0].startswith("A backup was last tested by restoring it on")
    assert warned(writer) == []
    settings.LOCAL, settings.BACKUP_DIR = True, None
    assert warned(managing) == []


def test_the_check_fails_when_the_newest_or_the_last_proof_is_too_old(clock, settings):
    now = clock.set("2020-09-20 18:30:00")
    with pytest.raises(CommandError, match="There is no backup of this site."):
        says("backup", check=True)
    settings.BACKUP_DIR.mkdir()
    (settings.BACKUP_DIR / retention.name_for(now, encrypted=True)).touch()
    with pytest.raises(CommandError, match="No backup has been tested"):
        says("backup", check=True)
    retention.note("proven", retention.name_for(now, encrypted=True))
    assert "Tested by restoring it: newsroom-20200921T013000Z" in says("backup", check=True)
    clock.set("2020-09-23 18:30:00")
    with pytest.raises(CommandError, match="The newest backup was made on Sunday"):
        says("backup", check=True)
