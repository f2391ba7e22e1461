"""A file is written whole or not at all."""

import errno
import os
import random
import subprocess
import sys
import time

import pytest

from newsroom import env
from photos.atomic_writes import UNFINISHED, write_whole

SIZE = 3_000_000
WRITES = f"""
import sys
from pathlib import Path
from photos.atomic_writes import write_whole
while True:
    for sign in (b"a", b"b"):
        write_whole(Path(sys.argv[1]), sign * {SIZE})
        print(flush=True)
"""


def test_a_kill_in_the_middle_leaves_the_old_file_or_the_new_one(tmp_path):
    path, unfinished, seen = tmp_path / "deep" / "down", 0, set()
    for seed in range(500):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITES, path], cwd=env.HERE, stdout=subprocess.PIPE
        )
        writer.stdout.readline()  # it has begun
        time.sleep(random.Random(seed).uniform(0, 0.03))
        writer.kill()
        writer.wait()
        writer.stdout.close()
        content = path.read_bytes()
        assert content in (b"a" * SIZE, b"b" * SIZE)
        seen.add(content[:1])
        unfinished += len([*path.parent.glob(f"{UNFINISHED}*")])
        if seed >= 20 and unfinished and len(seen) == 2:
            break
    assert seen == {b"a", b"b"}
    assert unfinished  # some were killed while they wrote


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_and_no_other(tmp_path, monkeypatch, step):
    def no_space_left(*arguments):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = tmp_path / "file"
    write_whole(path, b"old")
    with monkeypatch.context() as full:
        full.setattr(os, step, no_space_left)
        with pytest.raises(OSError, match="No space left"):
            write_whole(path, b"new")
    assert [(each, each.read_bytes()) for each in tmp_path.iterdir()] == [(path, b"old")]
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


def test_nobody_else_on_the_machine_can_read_it(tmp_path):
    path = tmp_path / "a" / "b" / "file"
    write_whole(path, b"")
    assert [each.stat().st_mode & 0o007 for each in (path, *path.parents[:2])] == [0, 0, 0]
