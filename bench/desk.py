"""Measures how much more the desk costs with more stories.

    var/venv/bin/python -m bench.desk var/small var/large
    var/venv/bin/python -m bench.desk postgresql://.../small postgresql://.../large --only jump

Each argument is the DATA_DIR or the database URL of a site. Both sites have the same newest stories: for
example `small` has a thousand, and `large` a hundred thousand. One process per site answers the same requests,
alternately, so that other work on the machine slows down both. Figures are milliseconds of processor time,
as `measuring.cpu` counts it; the ratio compares the medians.
"""

import argparse
import gc
import json
import os
import re
import statistics
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from urllib.parse import urlencode

from bench.measuring import HOST, cpu, statements

# isort: split

from django.contrib.auth import get_user_model
from django.test import Client

from articles.body.plain_text import plain_text
from articles.content import Content
from articles.models import Article, Author, Tag
from articles.titles import plain
from photos.models import Picture

LIST = "/admin/articles/article/"
STATES = ["draft", "review", "published", "changed", "scheduled", "embargoed", "withdrawn"]
WORDS = 5  # of each kind, searched for in rotation


# A process for each site ---------------------------------------------------------------------------


def serve() -> None:
    """Print the words to search for. Then print the cost of each request read: a line {"user", "path"}."""
    clients = {}
    print(json.dumps(_chosen()), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        if request["user"] not in clients:
            clients[request["user"]] = Client(HTTP_HOST=HOST)
            user = get_user_model().objects.get(username=request["user"])
            clients[request["user"]].force_login(user)
        gc.collect()
        began = cpu()
        with statements() as ran:
            answer = clients[request["user"]].get(request["path"])
        spent = cpu() - began
        text = answer.content.decode()
        cost = {"ms": spent, "queries": len(ran), "status": answer.status_code}
        cost["rows"] = text.count('class="field-title"') or text.count('"id":')
        print(json.dumps(cost), flush=True)


def _chosen() -> dict[str, object]:
    """Return what to search for by name: "common" has words in half of the newest thousand stories, etc."""
    newest = list(
        Article.objects.out_of_bin()
        .order_by("-saved_at", "-pk")[:1000]
        .values_list("public_id", "newest__content")
    )
    contents = [Content.from_json(held) for _, held in newest]
    counts: Counter[str] = Counter()
    for content in contents:
        counts.update({*re.findall(r"\b[a-z]{4,}\b", plain_text(content.body).lower())})
    by_count = [word for word, _ in counts.most_common()]
    near = lambda share: sorted(by_count, key=lambda word: abs(counts[word] - share * len(newest)))
    some = contents[5 : 5 + WORDS]
    most = lambda ids: [each for each, _ in Counter(ids).most_common(WORDS)]
    signed = most(author for content in contents for author, _ in content.bylines)
    authors = Author.objects.in_bulk(signed, field_name="public_id")
    tagged = most(tag for content in contents for tag in content.tags)
    tags = Tag.objects.in_bulk(tagged, field_name="public_id")
    return {
        "everywhere": by_count[:WORDS],
        "common": near(0.5)[:WORDS],
        "rare": near(0.06)[:WORDS],
        "headline": [plain(c.headline) for c in some],
        "author": [row.slug for row in authors.values()],
        "byline": [row.name for row in authors.values()],
        "tag": [row.slug for row in tags.values()],
        "tag name": [row.name for row in tags.values()],
        "id": [public_id for public_id, _ in newest[5 : 5 + WORDS]],
        "section": most(content.section for content in contents),
        "pictures": [*Picture.objects.ending().values_list("pk", flat=True)[:WORDS]],
    }


# The requests --------------------------------------------------------------------------------------


def requests(chosen: dict[str, list[str]]) -> dict[str, tuple[str, list[str]]]:
    """Return (user, addresses) for each measurement, by name."""
    of = lambda **given: [
        f"{LIST}?{urlencode({k: v[n % len(v)] if isinstance(v, list) else v for k, v in given.items()})}"
        for n in range(WORDS)
    ]
    paths_by_name = {
        "home": of(),
        "page 2": of(p=2),
        "page 20, the last": of(p=20),
        **{f"state {state}": of(state=state) for state in STATES},
        "section": of(section=chosen["section"]),
        "author": of(author=chosen["author"]),
        "tag": of(tag=chosen["tag"]),
        "mine": of(whose="mine"),
        "published this year": of(published="year"),
        "published since 1990": of(**{"from": "1990-01-01"}),
        "q in every story": of(q=chosen["everywhere"]),
        "q in every story, twice": of(q=[f"{a} {b}" for a, b in pairwise(chosen["everywhere"])]),
        "q in every second": of(q=chosen["common"]),
        "q two of every second": of(q=[f"{a} {b}" for a, b in pairwise(chosen["common"])]),
        "q rare": of(q=chosen["rare"]),
        "q rare, page 2": of(q=chosen["rare"], p=2),
        "q headline": of(q=chosen["headline"]),
        "q byline": of(q=chosen["byline"]),
        "q tag": of(q=chosen["tag name"]),
        "q id": of(q=chosen["id"]),
        "q half a word": of(q=[word[:-1] for word in chosen["rare"]]),
        "q nothing": of(q=["zzyzzyx", "qqqqqq"]),
        "q common, author, state": of(
            q=chosen["common"], author=chosen["author"], state="published"
        ),
        "section, tag": of(section=chosen["section"], tag=chosen["tag"]),
    }
    for name, column in {"headline": 1, "published": 6, "saved": 7}.items():
        for sign in ("", "-"):
            way = f"by {name}{', reversed' * bool(sign)}"
            paths_by_name[way] = of(o=f"{sign}{column}")
            paths_by_name[f"section {way}"] = of(o=f"{sign}{column}", section=chosen["section"])
            paths_by_name[f"q in every story {way}"] = of(
                o=f"{sign}{column}", q=chosen["everywhere"]
            )
    jump = lambda words: [f"/admin/jump/?list=1&{urlencode({'q': word})}" for word in words]
    box = lambda words, model, field: [
        "/admin/autocomplete/?"
        + urlencode(
            {"app_label": "articles", "model_name": model, "field_name": field, "term": word}
        )
        for word in words
    ]
    firsts = [headline.split()[0] for headline in chosen["headline"]]
    paths_by_name |= {
        "jump, a headline": jump(chosen["headline"]),
        "jump, its first word": jump(firsts),
        "jump, three letters": jump(word[:3] for word in firsts),
        "jump, nothing": jump(["zzyzzyx"]),
        "box of lists, a headline": box(chosen["headline"], "curatedstory", "article"),
        "box of lists, a word": box(firsts, "curatedstory", "article"),
        "box of lists, empty": box([""], "curatedstory", "article"),
        "box of related, a word": box(firsts, "relatedstory", "related"),
        "box of related, empty": box([""], "relatedstory", "related"),
        "box of tags": box([name[:4] for name in chosen["tag name"]], "taggedstory", "tag"),
        "dashboard": ["/admin/"],
        "picture": [f"/admin/photos/picture/{pk}/change/" for pk in chosen["pictures"]],
        "a new story": [f"{LIST}add/"],
    }
    found = {name: ("editor", paths) for name, paths in paths_by_name.items()}
    for name in (
        "home",
        "q in every second",
        "state draft",
        "by headline",
        "jump, its first word",
        "box of lists, a word",
        "box of related, a word",
    ):
        found[f"writer: {name}"] = ("writer", paths_by_name[name])
    return found


# Measuring both ------------------------------------------------------------------------------------


class Site:
    def __init__(self, where: str) -> None:
        key = "DATABASE_URL" if "://" in where else "DATA_DIR"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.desk", "--serve"],
            env={
                "LOCAL": "True",
                **os.environ,
                key: os.path.abspath(where) if key == "DATA_DIR" else where,
                "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.words = self.read_line()

    def read_line(self):
        return json.loads(self.process.stdout.readline())

    def ask(self, user: str, path: str):
        self.process.stdin.write(json.dumps({"user": user, "path": path}) + "\n")
        self.process.stdin.flush()
        return self.read_line()


def measure(small: str, large: str, rounds: int, only: str) -> None:
    sites = [Site(small), Site(large)]
    chosen = {
        name: each for name, each in requests(sites[0].words).items() if re.search(only, name)
    }
    print(
        f"{'CPU ms':34}{'small':>8}{'large':>8}{'ratio':>7}   {'quarters of the large':>22}{'queries':>9}{'rows':>10}"
    )
    over = []
    for name, (user, paths) in chosen.items():
        for site in sites:
            site.ask(user, paths[0])
        got = [[site.ask(user, paths[n % len(paths)]) for site in sites] for n in range(rounds)]
        ms = [[pair[side]["ms"] for pair in got] for side in (0, 1)]
        low, high = (statistics.median(side) for side in ms)
        first, _, third = statistics.quantiles(ms[1], n=4)
        queries = [max(pair[side]["queries"] for pair in got) for side in (0, 1)]
        rows = [round(statistics.mean(pair[side]["rows"] for pair in got)) for side in (0, 1)]
        failed = {pair[side]["status"] for pair in got for side in (0, 1)} - {200}
        print(
            f"{name:34}{low:8.1f}{high:8.1f}{high / low:7.2f}   {first:10.1f} -{third:10.1f}{queries[0]:5}/{queries[1]}{rows[0]:6}/{rows[1]}{f'  {failed}' if failed else ''}",
            flush=True,
        )
        if high > 1.2 * low:
            over.append(name)
    print("over 1.2:", ", ".join(over) or "none")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("sites", nargs="*")
    options.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--only", default="", help="a pattern for the names of measurements")
    given = options.parse_args()
    if given.serve:
        serve()
    else:
        measure(*given.sites, rounds=given.rounds, only=given.only)
