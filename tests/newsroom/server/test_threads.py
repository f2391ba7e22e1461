"""The threads that work for the site: few, never too many, and each answers what it was asked."""

import asyncio
import threading
import time
from queue import Empty, SimpleQueue

import pytest

from newsroom.server import threads


def name_after(seconds):
    time.sleep(seconds)
    return threading.get_ident()


def test_no_more_work_at_a_time_than_they_may_and_everything_is_done():
    at_work, most, lock = 0, 0, threading.Lock()

    def work(number):
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
        time.sleep(0.005)
        with lock:
            at_work -= 1
        return number * 2

    async def all_of_it():
        pool = threads.Threads(4)
        return await asyncio.gather(*(pool.call(work, number) for number in range(40)))

    assert asyncio.run(all_of_it()) == [number * 2 for number in range(40)]
    assert most == 4


def test_one_after_the_other_needs_one_thread_even_after_a_rush():
    async def rush_and_calm():
        pool = threads.Threads(8)
        rush = await asyncio.gather(*(pool.call(name_after, 0.02) for _ in range(8)))
        calm = [await pool.call(name_after, 0) for _ in range(20)]
        return {*rush}, {*calm}

    rush, calm = asyncio.run(rush_and_calm())
    assert (len(rush), len(calm)) == (8, 1)


def test_a_thread_without_work_ends_and_another_does_what_comes_then(monkeypatch):
    monkeypatch.setattr(threads, "IDLE", 0.02)

    async def with_a_pause():
        pool = threads.Threads(2)
        await asyncio.gather(pool.call(name_after, 0.01), pool.call(name_after, 0.01))
        until = time.monotonic() + 5
        while pool.count:
            assert time.monotonic() < until
            await asyncio.sleep(0.01)
        return await pool.call(name_after, 0)

    assert asyncio.run(with_a_pause())


class LastMoment(SimpleQueue):
    """An inbox that says it is empty when something has just come."""

    def get(self, *, timeout=None):
        while timeout and not self.qsize():
            time.sleep(0.001)
        if timeout:
            raise Empty
        return super().get()


def test_work_that_comes_as_a_thread_gives_up_is_done(monkeypatch):
    monkeypatch.setattr(threads, "SimpleQueue", LastMoment)

    async def twice():
        pool = threads.Threads(1)
        return [await asyncio.wait_for(pool.call(name_after, 0), 5) for _ in range(2)]

    assert len(asyncio.run(twice())) == 2


def test_what_fails_in_a_thread_fails_where_it_was_asked_and_the_thread_goes_on():
    async def fail_and_go_on():
        pool = threads.Threads(1)
        with pytest.raises(SystemExit):
            await pool.call(exit, 3)
        return await pool.call(name_after, 0)

    assert asyncio.run(fail_and_go_on())


def test_the_end_waits_for_what_nobody_waits_for_any_more():
    done = []

    async def leave():
        pool = threads.Threads(1)
        asking = asyncio.ensure_future(pool.call(lambda: (time.sleep(0.1), done.append(True))))
        await asyncio.sleep(0.02)
        asking.cancel()
        pool.finish()
        return [*done]

    assert asyncio.run(leave()) == [True]
