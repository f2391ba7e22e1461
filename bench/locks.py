"""How long forms of the desk hold the write lock: the longest transactions, from BEGIN to COMMIT.

In milliseconds of processor, which a busy machine doesn't change, and of the clock.

    var/venv/bin/python -m bench.locks make /tmp/locks --stories 10000
    var/venv/bin/python -m bench.locks measure /tmp/locks

`make` fills a database of its own with the sample and the given numbers of rows. `measure` works on a
copy: it opens one page of each kind that the desk's links lead to, and the pages of the largest rows.
It sends each form there three times: empty, as it is, and with a letter added to each text. SQLite
only.
"""

import argparse
import io
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PLACE = Path(sys.argv[2] if len(sys.argv) > 2 else "-")
COPY = Path(tempfile.mkdtemp()) if sys.argv[1:2] == ["measure"] else PLACE
os.environ["DATA_DIR"] = str(COPY)
if COPY != PLACE:
    shutil.copytree(PLACE, COPY, dirs_exist_ok=True)

from bench.measuring import HOST, form_fields

# isort: split

from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.test import Client
from django.urls import resolve, reverse
from lxml import html

from articles import publishing
from articles.content import Content
from articles.models import Article, Author, CuratedList, CuratedStory, Section
from awards.models import Award, Category, Ceremony, Contest, Nomination, Nominee
from newsroom.models import User
from people.models import Company, Credit, Entity, Person, Production

BODY = "<p>" + "The envelope was opened a minute before nine in the evening. " * 40 + "</p>"
held: list[tuple[float, float, str]] = []
"""Of each transaction the seconds of processor and of the clock, and what was sent."""
doing = ""


def make(stories: int, nominations: int, credits: int) -> None:
    PLACE.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("load_sample", stdout=io.StringIO())
    section, author = Section.objects.first(), Author.objects.first()
    assert section is not None
    assert author is not None
    for number in range(stories):
        with transaction.atomic():
            story = publishing.start(
                by=None,
                content=Content(
                    headline=f"Story number {number}",
                    dek="In a sentence.",
                    body=BODY,
                    section=section.public_id,
                    bylines=((author.public_id, ""),),
                ),
            )
            if number % 4 == 0:
                publishing.publish(story, by=None)
    large = CuratedList.objects.create(name="A long list", slug="a-long-list")
    found = Article.objects.exclude(published_at=None).order_by("pk")[: nominations // 2]
    CuratedStory.objects.bulk_create(
        CuratedStory(curated_list=large, article=story, position=place)
        for place, story in enumerate(found)
    )
    night = Ceremony.objects.first()
    assert night is not None
    category = Category.objects.filter(award=night.award).first()
    contest = Contest.objects.create(ceremony=night, category=category, name="A large contest")
    with transaction.atomic():
        people = [
            Person.objects.create(name=f"Actor {number}", slug=f"actor-{number}")
            for number in range(nominations)
        ]
        titles = [
            Production.objects.create(name=f"Title {n}", slug=f"title-{n}", type="film")
            for n in range(credits)
        ]
        company = Company.objects.create(name="A large company", slug="a-large-company")
        Credit.objects.bulk_create(
            Credit(production=title, party=company, role="network") for title in titles
        )
        for place, person in enumerate(people):
            made = Nomination.objects.create(contest=contest, position=place)
            Nominee.objects.create(nomination=made, party=person)
        award = Award.objects.create(name="A large award", slug="a-large-award")
        for number in range(credits):
            Category.objects.create(award=award, name=f"Line {number}", slug=f"line-{number}")


def watch() -> None:
    """Note how long each transaction is open from now on."""
    began: tuple[float, float] | None = None
    begin, commit, rollback = (
        getattr(DatabaseWrapper, name)
        for name in ("_start_transaction_under_autocommit", "_commit", "_rollback")
    )

    def timed_begin(self: Any) -> None:
        nonlocal began
        begin(self)
        began = (time.thread_time(), time.perf_counter())

    def ended(end: Any) -> Any:
        def timed_end(self: Any) -> None:
            nonlocal began
            end(self)
            if began:
                cpu, clock = began
                held.append((time.thread_time() - cpu, time.perf_counter() - clock, doing))
            began = None

        return timed_end

    DatabaseWrapper._start_transaction_under_autocommit = timed_begin
    DatabaseWrapper._commit = ended(commit)
    DatabaseWrapper._rollback = ended(rollback)


def pages(desk: Client, first: list[str]) -> Iterator[tuple[str, Any]]:
    """Yield the pages in `first` and one of each kind that links lead to: address and document."""
    seen, queue = set(), [*first, "/admin/"]
    for address in queue:
        place = resolve(urlsplit(address).path)
        kind = (place.view_name, place.kwargs.get("name"))
        if address in seen or (kind in seen and address not in first):
            continue
        seen |= {kind, address}
        answer = desk.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        page = html.fromstring(answer.content.decode())
        page.make_links_absolute(f"http://{HOST}{address}")
        yield address, page
        links = [urlsplit(link) for link in page.xpath("//a/@href")]
        queue += [
            where._replace(scheme="", netloc="", fragment="").geturl()
            for where in links
            if where.netloc == HOST and where.path.startswith("/admin/")
        ]


def changed(name: str, value: Any) -> Any:
    free = isinstance(value, str) and not name.endswith("_FORMS") and not value.isdigit()
    texts = ("name", "headline", "summary", "detail", "title", "description", "first_name", "note")
    return f"{value}x" if free and name.rpartition("-")[2] in texts and value else value


def measure() -> None:
    global doing
    ada = User.objects.create_superuser("ada-measures", "ada@example.com", "irrelevant")
    desk = Client(HTTP_HOST=HOST, raise_request_exception=False)
    desk.force_login(ada)
    large = []
    for model, name in (
        ("awards_contest", "A large contest"),
        ("people_company", "A large company"),
        ("awards_award", "A large award"),
        ("articles_curatedlist", "A long list"),
    ):
        owner = {"awards_contest": Contest, "articles_curatedlist": CuratedList}.get(model, Entity)
        found = owner._default_manager.filter(name=name).first()
        if found:
            large.append(reverse(f"admin:{model}_change", args=[found.pk]))
    watch()
    count = 0
    for address, page in pages(desk, large):
        if address in large:
            began = time.process_time()
            answer = desk.get(address)
            took = time.process_time() - began
            print(f"{took:6.2f} s CPU, {len(answer.content) / 1e6:5.2f} MB  GET {address}")
        for form in page.forms:
            target = form.action or address
            path = urlsplit(target).path
            if form.method != "POST" or "/logout/" in target or "/delete/" in target:
                continue
            if resolve(path).view_name == "admin:articles_article_copy":
                continue
            as_it_is = form_fields(form)
            counts = {n: v for n, v in as_it_is.items() if n.endswith("_FORMS")}
            for kind, sent in (
                ("empty", counts),
                ("as it is", as_it_is),
                ("changed", {n: changed(n, v) for n, v in as_it_is.items()}),
            ):
                doing = f"{kind:8} {path}"
                began = time.process_time()
                answer = desk.post(target, sent)
                took = time.process_time() - began
                doing = f"after {doing}"
                count += 1
                if address in large:
                    print(f"{took:6.2f} s CPU  POST {answer.status_code} {kind} {path}")
                if answer.status_code == 500:
                    print("FAULT", kind, path)
    held.sort(reverse=True)
    print(f"{count} forms sent, {len(held)} transactions. The longest:")
    for cpu, clock, what in held[:25]:
        print(f"{cpu * 1000:9.1f} ms CPU {clock * 1000:9.1f} ms  {what}")
    connection.close()
    shutil.rmtree(COPY)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("make", "measure"))
    parser.add_argument("place", type=Path)
    parser.add_argument("--stories", type=int, default=0)
    parser.add_argument("--nominations", type=int, default=0)
    parser.add_argument("--credits", type=int, default=0)
    given = parser.parse_args()
    if given.what == "make":
        make(given.stories, given.nominations, given.credits)
    else:
        measure()
