"""Two editors with two windows each type, save, crash and come back: no text that the desk took is lost."""

import itertools
from collections import defaultdict
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import publishing, working_copies
from articles.models import Article, Revision, WorkingCopy
from newsroom.models import User
from tests.articles.stories import content

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ADD = reverse("admin:articles_article_add")
DEEDS = ("type", "keep", "keep", "keep unheard", "keep late", "save", "save unheard", "save on top",
         "arrive", "come back and restore", "come back and discard", "come back")  # fmt: skip
deeds = st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 3)), max_size=24)


class Window:
    """A story's screen that somebody has open, with what its script does."""

    made = itertools.count()

    def __init__(self, editor, story):
        self.editor, self.story = editor, story
        self.key = f"{next(self.made):032}"
        self.version = 0
        self.text = ""
        self.based_on = story.newest.number if story else ""
        self.restored = None  # the copy that was restored into it
        self.left_by = None  # the window that left it, and what that had heard
        self.sent = []
        self.heard = None  # the place in it of the last text that the desk said it has
        self.is_discarded = False
        self.continued_in = None

    def form(self):
        """What its fields hold: it is sent now."""
        self.sent.append(self.text)
        return {"kind": "news", "headline": self.text, "body": f"<p>{self.text}</p>"} | {
            "based_on": self.based_on
        }

    def named(self):
        return [f"{self.restored.key}:{self.restored.version}"] if self.restored else []

    def request(self):
        """What is sent to be kept, and where."""
        self.version += 1
        story = self.story.pk if self.story else ""
        about = {"story": story, "version": self.version, "user": self.editor.user.pk}
        address = reverse("admin:articles_article_copy", args=[self.key])
        return address, self.form() | about | {"replaces": self.named()}

    def save(self, **more):
        self.version += 1
        story = self.story
        address = reverse("admin:articles_article_change", args=[story.pk]) if story else ADD
        named = [*self.named(), f"{self.key}:{self.version}"]
        answer = self.editor.client.post(address, self.form() | {"copies": named} | more)
        assert answer.status_code in (200, 302)
        return answer

    def hears(self):
        self.heard, self.is_discarded, self.continued_in = len(self.sent) - 1, False, None
        if self.restored:
            window, heard = self.left_by
            if window.heard == heard:
                window.continued_in = self

    def last_texts(self):
        """The last text that the desk said it has, and what may have overwritten it since."""
        return {*self.sent[self.heard :]}


class Editor:
    def __init__(self, name):
        self.user = User.objects.create_superuser(name)
        self.client = Client()
        self.client.force_login(self.user)
        self.windows = {}

    def opens(self, story):
        window = Window(self, story)
        self.windows[window.key] = window
        return window


class Newsroom:
    """The four windows, and the requests of theirs that are still under way."""

    def __init__(self):
        self.texts = (f"text {number}" for number in itertools.count())
        story = publishing.start(by=None, content=content())
        self.editors = [Editor("ada"), Editor("bo")]
        self.open = [each.opens(place) for each in self.editors for place in (story, None)]
        self.under_way = []

    def does(self, deed, number):
        window = self.open[number]
        match deed:
            case "type":
                window.text = next(self.texts)
            case "keep" | "keep unheard":
                address, sent = window.request()
                answer = window.editor.client.post(address, sent)
                assert answer.status_code == 200, answer.content
                if deed == "keep":
                    window.hears()
            case "keep late":
                self.under_way.append((window.editor, *window.request()))
            case "arrive":
                if self.under_way:
                    editor, address, sent = self.under_way.pop(number % len(self.under_way))
                    editor.client.post(address, sent)
            case "save" | "save unheard" | "save on top":
                self._save(window, deed)
            case _:
                self.open[number] = self._come_back(window, deed)

    def _save(self, window, deed):
        answer = window.save()
        if deed == "save on top" and (clash := answer.context and answer.context.get("clash")):
            answer = window.save(_on_top=clash["newest"].number)
        if answer.status_code == 302 and deed != "save unheard":
            window.hears()
            pk = resolve(answer.url).kwargs["object_id"]
            window.story = Article.objects.select_related("newest").get(pk=pk)
            window.based_on, window.restored = window.story.newest.number, None

    def _come_back(self, window, deed):
        """The window is lost with what nobody has heard of. Another is opened at the same place."""
        story, client = window.story, window.editor.client
        address = reverse("admin:articles_article_change", args=[story.pk]) if story else ADD
        page = client.get(address)
        offered = [offer.copy for offer in page.context["offers"]]
        assert {copy.user for copy in offered} <= {window.editor.user}
        story = Article.objects.select_related("newest").get(pk=story.pk) if story else None
        fresh = window.editor.opens(story)
        if offered and deed == "come back and discard":
            [copy, *_] = offered
            discard = reverse("admin:articles_article_discard_copy", args=[copy.key])
            client.post(discard, {"version": copy.version})
            window.editor.windows[copy.key].is_discarded = True
        if offered and deed == "come back and restore":
            form = client.get(f"{address}?copy={offered[0].key}").context["form"]
            fresh.restored, fresh.text = offered[0], form["headline"].value()
            window = window.editor.windows[fresh.restored.key]
            fresh.left_by = window, window.heard
            fresh.based_on = form["based_on"].value()
        return fresh

    def lost(self):
        """The texts that somebody was told the desk has, and that are nowhere."""
        saved = {*Revision.objects.values_list("headline", flat=True)}
        kept = defaultdict(set)
        for copy in WorkingCopy.objects.filter(closed_at=None):
            kept[copy.user_id].add(working_copies.text(copy, "headline"))
        return [
            window.last_texts()
            for editor in self.editors
            for window in editor.windows.values()
            if window.heard is not None
            and not window.is_discarded
            and window.continued_in is None
            and not window.last_texts() & (saved | kept[editor.user.pk])
        ]


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(max_examples=max(1, settings.default.max_examples // 3))
@given(deeds)
def test_the_last_text_that_the_desk_took_from_each_window_is_somewhere(deeds):
    with taken_back():
        newsroom = Newsroom()
        for deed, number in deeds:
            newsroom.does(deed, number)
            assert newsroom.lost() == [], deed
