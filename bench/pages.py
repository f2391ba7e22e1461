"""What each page costs: processor time, queries, and the time that the database takes for them.

    DATA_DIR=var/bench/1k var/venv/bin/python -m bench.pages var/bench/corpus-1k
    ... -m bench.pages var/bench/corpus-1k --only 'story|person.*' --plans
    ... -m bench.pages var/bench/corpus-1k --only story --profile

In this process, by Django's test client, the median of five requests in milliseconds; the first,
which loads templates, isn't counted. `--plans` adds how SQLite answers the two dearest statements.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import re
import time

from bench.measuring import HOST, cpu, statements

# isort: split

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from bench import addresses

TABLES = re.compile(r"(?:FROM|JOIN) .(\w+)")
REQUESTS = 6


def measure(name: str, client: Client, paths: list[str], *, plans: bool) -> dict[str, object]:
    """Print what the page costs, and return it."""
    runs = []
    for number in range(REQUESTS):
        began = cpu()
        with statements() as ran:
            answer = client.get(paths[number % len(paths)])
        runs.append((cpu() - began, ran, answer.status_code))
    milliseconds, ran, status = sorted(runs[1:], key=lambda run: run[0])[len(runs[1:]) // 2]
    in_database = sum(each for each, _, _ in ran)
    dearest = sorted(ran, key=lambda one: -one[0])[:2]
    told = [f"{each:.1f} ms {', '.join(TABLES.findall(sql)[:2])}" for each, sql, _ in dearest]
    print(
        f"{name:46}{milliseconds:8.1f} ms{in_database:8.1f} in SQL{len(ran):4} queries  {status}"
        f"  {'; '.join(told)}",
        flush=True,
    )
    for _, sql, parameters in dearest if plans else ():
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
            for *_, step in cursor.fetchall():
                print(f"        {step:.140}")
    return {
        "cpu_ms": round(milliseconds, 1),
        "sql_ms": round(in_database, 1),
        "queries": len(ran),
        "status": status,
    }


def profile(name: str, client: Client, paths: list[str]) -> None:
    for path in paths[:2]:
        client.get(path)
    profiler = cProfile.Profile(time.process_time)
    with profiler:
        for number in range(REQUESTS):
            client.get(paths[number * 7 % len(paths)])
    stats = pstats.Stats(profiler)
    each = stats.total_tt / REQUESTS * 1000
    print(f"== {name}: {REQUESTS} requests, {each:.1f} ms each under the profiler", flush=True)
    stats.sort_stats("cumulative").print_stats(120)
    stats.sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("corpus", help="or a file that bench.addresses wrote")
    options.add_argument("--only", default=".*", help="a pattern for the names of pages")
    options.add_argument("--plans", action="store_true")
    options.add_argument("--profile", action="store_true")
    given = options.parse_args()
    reader, editor = Client(HTTP_HOST=HOST), Client(HTTP_HOST=HOST)
    editor.force_login(get_user_model().objects.get(username="editor"))
    found, costs = addresses.of(given.corpus), {}
    for client, pages in ((reader, found["pages"]), (editor, found["desk"])):
        for name, paths in pages.items():
            if not re.fullmatch(given.only, name):
                continue
            if given.profile:
                profile(name, client, paths)
            else:
                costs[name] = measure(name, client, paths, plans=given.plans)
    if costs:
        print(f"JSON{json.dumps(costs)}")
