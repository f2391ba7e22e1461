"""What a search costs, on a corpus made for it.

    var/venv/bin/python -m bench.search --stories 10000
    DATABASE_URL=postgresql://... var/venv/bin/python -m bench.search --stories 100000

It makes a database of its own beside the site's and removes it at the end. With `--keep` the database
stays, and the next run uses it. The figures are milliseconds of processor, as `measuring.cpu` counts.
"""

import argparse
import random
import statistics
import sys
from bisect import bisect
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from bench.measuring import cpu

# isort: split

from django.conf import settings
from django.db import connection, transaction

from search import documents, schema
from search.documents import Entry
from search.find import find
from search.models import Document
from search.suggest import suggest

VOCABULARY, NAMES, WORDS = 30_000, 5_000, 300
QUERIES = 20  # of each class
START = datetime(2000, 1, 1, tzinfo=UTC)
SYLLABLES = [c + v for c in "bcdfghjklmnprstvwz" for v in "aeiou"]


class Corpus:
    """Made-up stories about made-up people, the same in each run."""

    def __init__(self, stories: int) -> None:
        self.stories = stories
        self.random = random.Random(20)
        self.vocabulary = self.words(VOCABULARY, 2, 4)
        weights = (1 / (rank + 2) for rank in range(VOCABULARY))
        self.weights = list(accumulate(weights))
        firsts, lasts = self.words(400, 2, 3), self.words(3000, 2, 4)
        self.names = [
            f"{self.random.choice(firsts)} {self.random.choice(lasts)}".title()
            for _ in range(NAMES)
        ]

    def words(self, how_many: int, shortest: int, longest: int) -> list[str]:
        made: dict[str, None] = {}
        while len(made) < how_many:
            length = self.random.randint(shortest, longest)
            made["".join(self.random.choices(SYLLABLES, k=length))] = None
        return list(made)

    def word(self) -> str:
        return self.vocabulary[bisect(self.weights, self.random.random() * self.weights[-1])]

    def entries(self):
        for row, name in enumerate(self.names, start=1):
            kind = "person" if row % 2 else "production"
            about = " ".join(self.word() for _ in range(12))
            yield Entry(kind, row, name, START + timedelta(minutes=row), text=about)
        for row in range(1, self.stories + 1):
            text = [self.word() for _ in range(WORDS)]
            for _ in range(6):
                # The famous are written about more.
                rank = int(NAMES ** self.random.random()) - 1
                text[self.random.randrange(WORDS)] = self.names[rank]
            title = " ".join(self.word() for _ in range(8))
            yield Entry(
                "story",
                row,
                title,
                START + timedelta(minutes=60 * row),
                about=" ".join(text[:40]),
                text=" ".join(text),
            )

    def queries(self) -> dict[str, list[str]]:
        choose = random.Random(21)
        names = choose.sample(self.names[50:250], QUERIES)
        middle = self.vocabulary[500:1200]
        common = self.vocabulary[60:180]
        return {
            "name": names,
            "mid": [" ".join(choose.sample(middle, 2)) for _ in range(QUERIES)],
            "common": [" ".join(choose.sample(common, 2)) for _ in range(QUERIES)],
            "name+mid": [f"{name.split()[1]} {choose.choice(middle)}" for name in names],
        }


def fill(corpus: Corpus) -> None:
    began, some = cpu(), []
    total = corpus.stories + NAMES
    for done, entry in enumerate(corpus.entries(), start=1):
        some.append(entry)
        if len(some) == 1000 or done == total:
            documents.put_all(some)
            some = []
            print(f"\r  {done} of {total} documents", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE search_document")
            cursor.execute("VACUUM ANALYZE search_name")
        else:
            cursor.execute("ANALYZE")
    print(f"made in {(cpu() - began) / 1000:.0f} s of CPU")


def timed(search, queries: list[str], runs: int) -> list[float]:
    """Return each query's best time: the others were slowed by whatever else the machine did."""
    best = []
    for query in queries:
        times = []
        for _ in range(runs):
            began = cpu()
            search(query)
            times.append(cpu() - began)
        best.append(min(times))
    return best


def print_times(what: str, times: list[float], hits: float | None = None) -> None:
    middle, most = statistics.median(times), max(times)
    found = f"{hits:9.0f}" if hits is not None else " " * 9
    print(f"{what:28}{found}{statistics.mean(times):8.2f}{min(times):8.2f}{middle:8.2f}{most:8.2f}")


def measure(corpus: Corpus, runs: int) -> None:
    print(f"{'CPU ms':28}{'hits':>9}{'mean':>8}{'least':>8}{'median':>8}{'most':>8}")
    everything: list[float] = []
    for name, queries in corpus.queries().items():
        hits = statistics.mean(find(query).total for query in queries)
        times = timed(lambda query: find(query, limit=20), queries, runs)
        everything += times
        print_times(name, times, hits)
    print_times("all two-word queries", everything)
    for name, queries in corpus.queries().items():
        print_times(f"{name}, six of each kind", timed(lambda q: find(q, each=6), queries, runs))
    common = corpus.queries()["common"]
    print_times("common, by date", timed(lambda q: find(q, order="date"), common, runs))
    print_times("common, one word", timed(lambda q: find(q.split()[0]), common, runs))
    names = corpus.queries()["name"]
    print_times("typed: three letters", timed(lambda q: suggest(q[:3]), names, runs))
    print_times("typed: a name, mistyped", timed(lambda q: suggest(mistyped(q)), names, runs))
    print_times("found: a name, mistyped", timed(lambda q: find(mistyped(q)), names, runs))
    right = sum(
        (suggest(mistyped(name)) or [None])[0] is not None
        and name in [other.title for other in suggest(mistyped(name))][:1]
        for name in corpus.names[:200]
    )
    print(f"mistyped names whose first suggestion is right: {right} of 200")
    rows = list(Document.objects.filter(kind=1).order_by("-id")[:QUERIES])
    print_times("writing a story's row again", timed(write_again, rows, 1))


def mistyped(name: str) -> str:
    place = len(name) - 3
    return name[:place] + name[place + 1 :]


def write_again(row: Document) -> None:
    with transaction.atomic():
        documents.put(Entry("story", row.row, f"{row.title} again", row.public_at, text=row.text))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--stories", type=int, default=10_000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--keep", action="store_true")
    chosen = options.parse_args()
    name = f"newsroom_bench_{chosen.stories}"
    own = settings.VAR / "bench"
    own.mkdir(parents=True, exist_ok=True)
    sqlite = connection.vendor == "sqlite"
    test = connection.settings_dict["TEST"]
    test["NAME"] = str(own / f"{name}.sqlite3") if sqlite else name
    connection.creation.create_test_db(
        verbosity=0, autoclobber=True, serialize=False, keepdb=chosen.keep
    )
    try:
        if not sqlite:
            with connection.cursor() as cursor:
                cursor.execute("SET max_parallel_workers_per_gather = 0")
        corpus = Corpus(chosen.stories)
        print(f"{connection.vendor}, {chosen.stories} stories, {NAMES} people and productions")
        if not Document.objects.exists():
            fill(corpus)
        print("the index is sound" if schema.is_sound(connection) else "THE INDEX IS NOT SOUND")
        measure(corpus, chosen.runs)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0, keepdb=chosen.keep)


if __name__ == "__main__":
    main()
