"""The bin: drafts that readers never saw go there, come back for thirty days, and then are gone."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from articles import bin as bins
from articles import publishing
from articles.models import Article, Revision
from newsroom.models import FrontSlot
from newsroom.picture_uses import stories_with
from tests.articles.stories import content, draft, log_of, published
from tests.only import only
from tests.world import picture
from verbs.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

STORIES = "/admin/articles/article/"
BIN = f"{STORIES}bin/"


def change(story):
    return reverse("admin:articles_article_change", args=[story.pk])


def verb(story, name="bin"):
    return reverse("admin:articles_article_verb", args=[story.pk, name])


def unbin(story):
    return reverse("admin:articles_article_unbin", args=[story.pk])


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


def read(client, address, **asked):
    return client.get(address, asked).content.decode()


def test_a_draft_goes_to_the_bin_and_comes_back_as_it_was(desk, ada):
    story = draft(by=ada, headline="Bravo *Title*", body="<p>Zorblatt.</p>")
    assert verb(story) in read(desk, change(story))
    assert "It can be restored for 30 days." in read(desk, verb(story))
    answer = desk.post(verb(story), follow=True)
    assert answer.redirect_chain == [(STORIES, 302)]
    assert "“Bravo Title” is in the bin." in answer.content.decode()
    assert f'href="{BIN}"' in answer.content.decode()
    page = desk.get(change(story))
    said = page.content.decode()
    assert "Ada Quill moved this story to the bin" in said
    assert f'action="{unbin(story)}"' in said
    assert "Zorblatt" not in said
    listed = read(desk, BIN)
    assert "Bravo <cite>Title</cite>" in listed
    assert "29 days" in listed
    back = desk.post(unbin(story), follow=True)
    assert back.redirect_chain == [(change(story), 302)]
    assert "Restored “Bravo Title” from the bin." in back.content.decode()
    assert "Zorblatt" in back.content.decode()
    assert "The bin is empty" in read(desk, BIN)
    assert [line.verb for line in log_of(story)] == [
        "restored from the bin", "moved to the bin", "saved",
    ]  # fmt: skip
    assert story.revisions.count() == 1


def places(story, shown):
    """Where the desk may name a story: (address, what is asked there)."""
    choose = {"app_label": "articles", "model_name": "curatedstory", "field_name": "article"}
    return [
        (STORIES, {}), (STORIES, {"q": "zorblatt"}), (STORIES, {"state": "draft"}),
        (STORIES, {"o": "0"}), (STORIES, {"o": "-5"}), (STORIES, {"whose": "mine"}),
        ("/admin/", {}), ("/admin/jump/", {"q": "zorblatt"}),
        (reverse("admin:autocomplete"), choose | {"term": "zorblatt"}),
        (reverse("admin:newsroom_frontslot_changelist"), {"place__gte": "1"}),
        (reverse("admin:articles_revision_changelist"), {}),
        (reverse("admin:photos_picture_change", args=[shown.pk]), {}),
    ]  # fmt: skip


def test_what_is_in_the_bin_is_named_nowhere_but_there_and_in_the_log(desk, ada):
    shown = picture("A picture")
    story = draft(by=ada, headline="Zorblatt", lead_picture=shown.public_id)
    FrontSlot.objects.create(
        place=1, article=story, from_at=timezone.now(), until_at=timezone.now() + timedelta(days=1)
    )
    naming = lambda: [
        (at, asked) for at, asked in places(story, shown) if "Zorblatt" in read(desk, at, **asked)
    ]
    assert naming() == places(story, shown)
    assert [*stories_with([shown])] == [story]
    bins.move_to_bin(story, by=ada)
    assert naming() == []
    assert [*stories_with([shown])] == []
    call_command("rebuild_search", verbosity=0)
    call_command("migrate", verbosity=0)
    assert naming() == []
    assert "Zorblatt" in read(desk, BIN)
    assert "Zorblatt" in read(desk, reverse("admin:history_change_changelist"))
    bins.restore_from_bin(story, by=ada)
    assert naming() == places(story, shown)


def test_everything_else_of_a_story_in_the_bin_answers_with_the_bin(desk, ada):
    story = draft(by=ada, headline="Zorblatt", body="<p>Secret text.</p>")
    bins.move_to_bin(story, by=ada)
    pages = [
        reverse(f"admin:articles_article_{page}", args=[story.pk])
        for page in ("change", "history", "preview", "revisions", "compare")
    ]
    pages += [verb(story, "publish"), verb(story), f"{STORIES}{story.pk}/revisions/1/restore/"]
    for address in pages:
        for answer in (desk.get(address), *([] if address == pages[0] else [desk.post(address)])):
            assert answer.status_code == 403, address
            assert "to the bin" in answer.content.decode()
            assert "Secret text" not in answer.content.decode()
    kind = ContentType.objects.get_for_model(Article)
    assert desk.get(f"/admin/r/{kind.pk}/{story.pk}/").status_code == 404
    assert log_of(story).count() == 2


def test_no_verb_changes_a_story_in_the_bin(ada):
    story = draft(by=ada)
    bins.move_to_bin(story, by=ada)
    later = timezone.now() + timedelta(days=1)
    verbs = [
        lambda: publishing.save(story, content(headline="Other"), by=ada),
        lambda: publishing.publish(story, by=ada),
        lambda: publishing.schedule(story, by=ada, at=later),
        lambda: publishing.embargo(story, by=ada, until=later),
        lambda: publishing.submit(story, by=ada),
        lambda: publishing.restore(story, story.newest, by=ada),
        lambda: bins.move_to_bin(story, by=ada),
    ]
    for each in verbs:
        with pytest.raises(Refused, match="Somebody moved this story to the bin"):
            each()
    assert (story.revisions.count(), log_of(story).count()) == (1, 2)


def test_what_somebody_typed_meanwhile_stays_on_the_screen(desk, ada, bo):
    story = draft(by=ada)
    bins.move_to_bin(story, by=ada)
    form = {"headline": "Typed meanwhile", "kind": "news", "based_on": 1}
    said = desk.post(change(story), form).content.decode()
    assert "Somebody moved this story to the bin. Restore it first." in said
    assert "Typed meanwhile</textarea>" in said
    assert story.revisions.count() == 1
    bins.restore_from_bin(story, by=ada)
    assert desk.post(change(story), form).status_code == 302


def test_only_what_readers_never_saw_goes_to_the_bin(desk, ada):
    later = timezone.now() + timedelta(days=1)
    scheduled = draft(by=ada)
    publishing.schedule(scheduled, by=ada, at=later)
    withdrawn = published(by=ada)
    publishing.withdraw(withdrawn, by=ada, because="It was not true.")
    for story in (published(by=ada), scheduled, withdrawn):
        assert verb(story) not in read(desk, change(story))
        assert desk.post(verb(story)).status_code == 302
        with pytest.raises(Refused, match="can’t go to the bin"):
            bins.move_to_bin(story, by=ada)
    assert not Article.objects.exclude(binned_at=None).exists()
    publishing.unschedule(scheduled, by=ada)
    assert desk.post(verb(scheduled)).status_code == 302
    assert Article.objects.get(pk=scheduled.pk).binned_by == ada
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=withdrawn.pk).update(binned_at=later)


def test_a_writer_bins_and_restores_their_own_draft_and_nobody_s_else(sign_in, desk, bo, ada):
    writer = sign_in(bo)
    mine, hers = draft(by=bo, headline="Bo’s own"), draft(by=ada, headline="Ada’s draft")
    binned = lambda story: lambda: Article.objects.get(pk=story.pk).binned_at
    only(desk, writer, lambda client: client.post(verb(hers)), changes=binned(hers))
    assert writer.post(verb(mine)).status_code == 302
    assert binned(mine)() is not None
    assert "Bo’s own" in read(writer, BIN)
    assert "Ada’s draft" not in read(writer, BIN) + read(writer, change(hers))
    only(desk, writer, lambda client: client.post(unbin(hers)), changes=binned(hers))
    assert writer.post(unbin(mine)).status_code == 302
    publishing.submit(mine, by=bo)
    assert verb(mine) not in read(writer, change(mine))
    only(desk, writer, lambda client: client.post(verb(mine)), changes=binned(mine))
    # It was an editor's when it went, and so the editors' to restore.
    assert "Bo’s own" not in read(writer, BIN)
    assert unbin(mine) not in read(writer, change(mine))
    only(desk, writer, lambda client: client.post(unbin(mine)), changes=binned(mine))


def test_after_thirty_days_a_story_is_only_in_the_log(desk, ada, clock):
    clock.set("2020-09-01 12:00:00")
    story = draft(by=ada, headline="Zorblatt")
    bins.move_to_bin(story, by=ada)
    clock.set("2020-10-01 11:59:59")
    assert "Less than a day" in read(desk, BIN)
    assert "Restore" in read(desk, change(story))
    clock.set("2020-10-01 12:00:00")
    assert "Zorblatt" not in read(desk, BIN)
    for answer in (desk.get(change(story)), desk.post(change(story)), desk.post(unbin(story))):
        assert answer.status_code in (302, 404)
        assert "Zorblatt" not in answer.content.decode()
    with pytest.raises(Refused, match="has been in the bin for 30 days"):
        bins.restore_from_bin(story, by=ada)
    assert "Zorblatt" in read(desk, reverse("admin:history_change_changelist"))
    assert log_of(story).count() == 2
    assert Revision.objects.filter(article=story).count() == 1
