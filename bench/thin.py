"""Takes from a loaded database what no real record has: people with a thousand nominations.

    var/venv/bin/python bench/thin.py FROM.sqlite3 TO.sqlite3 [NOMINATIONS=15 [CREDITS=60]]

Zipf's law, by which the corpus names people, gives its first person 1,300 nominations and 1,000
credits. Here nobody and no title keeps more than the given numbers. The two files may be the same.
"""

import argparse
import shutil
from collections import Counter

from pysqlite3 import dbapi2 as sqlite3

# The corpus' own people and titles: `load_corpus.PUBLISHED`.
OF_THE_CORPUS = "select id from people_entity where published_at = '2018-01-01 00:00:00'"


def thin(database: "sqlite3.Connection", nominations: int, credits: int) -> None:
    kept: Counter[int] = Counter()
    gone = []
    for nomination, *named in database.execute(
        "select nomination.id, nomination.production_id, nominee.party_id"
        " from awards_nomination nomination"
        " join awards_nominee nominee on nominee.nomination_id = nomination.id"
        f" where nominee.party_id in ({OF_THE_CORPUS}) order by nomination.id"
    ):
        if any(kept[entity] >= nominations for entity in named):
            gone.append((nomination,))
        else:
            kept.update(named)
    database.executemany("delete from awards_nominee where nomination_id = ?", gone)
    database.executemany("delete from awards_nomination where id = ?", gone)
    print(f"{len(gone)} nominations gone")
    kept.clear()
    gone = []
    for credit, party in database.execute(
        f"select id, party_id from people_credit where party_id in ({OF_THE_CORPUS}) order by id"
    ):
        kept[party] += 1
        if kept[party] > credits:
            gone.append((credit,))
    database.executemany("delete from people_credit where id = ?", gone)
    database.commit()
    print(f"{len(gone)} credits gone")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("source")
    options.add_argument("target")
    options.add_argument("nominations", nargs="?", type=int, default=15)
    options.add_argument("credits", nargs="?", type=int, default=60)
    given = options.parse_args()
    if given.source != given.target:
        shutil.copy(given.source, given.target)
    thin(sqlite3.connect(given.target), given.nominations, given.credits)
