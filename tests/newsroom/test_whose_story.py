"""Whose story it is, and who may give a role: what single people may do beside the table of roles."""

import contextlib
import itertools

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from articles import publishing
from articles.models import Article, Revision
from articles.rights import stories_for
from articles.stages import Stage
from newsroom import roles
from newsroom.models import User
from tests.articles.stories import content, draft
from tests.only import only
from verbs.refusals import Refused


@pytest.fixture
def writer(sign_in, bo):
    return sign_in(bo)


def test_a_writer_sees_their_own_stories_and_nobody_else_s(writer, bo, ada):
    draft(by=bo, headline="Bo’s own")
    draft(by=ada, headline="Ada’s secret")
    for address in ("/admin/articles/article/", "/admin/", "/admin/jump/?q=s"):
        page = writer.get(address).content.decode()
        assert "Bo’s own" in page
        assert "Ada’s secret" not in page


def test_who_is_a_writer_no_longer_reads_not_even_their_own_stories(sign_in, bo):
    story = draft(by=bo, headline="Bo’s own")
    change = reverse("admin:articles_article_change", args=[story.pk])
    desk = sign_in(bo)
    assert "Bo’s own" in desk.get(change).content.decode()
    assert [*stories_for(bo)] == [story]
    bo.groups.clear()
    bo = User.objects.get(pk=bo.pk)
    assert "Bo’s own" not in desk.get(change).content.decode()
    assert [*stories_for(bo)] == []


def test_a_right_that_no_role_has_given_counts_for_nothing(sign_in, bo):
    publish = Permission.objects.get(codename="publish_article")
    bo.user_permissions.add(publish)
    assert not User.objects.get(pk=bo.pk).has_perm("articles.publish_article")
    Group.objects.get(name="Writer").permissions.add(publish)
    assert User.objects.get(pk=bo.pk).has_perm("articles.publish_article")


def test_a_writer_brings_no_old_revision_back_once_the_story_is_handed_in(sign_in, bo, ada):
    story = draft(by=bo, headline="The first")
    publishing.save(story, content(headline="The second"), by=bo)
    publishing.submit(story, by=bo)
    address = reverse("admin:articles_article_restore", args=[story.pk, 1])
    only(
        sign_in(ada),
        sign_in(bo),
        lambda desk: desk.post(address),
        changes=lambda: Article.objects.values_list("newest__headline", flat=True).get(),
    )


def test_a_story_goes_from_one_stage_to_the_next_and_skips_none(ada):
    allowed = {
        ("draft", "submitted"), ("submitted", "draft"), ("submitted", "edit"),
        ("submitted", "ready"), ("edit", "draft"), ("edit", "legal"), ("edit", "ready"),
        ("legal", "edit"), ("legal", "ready"), ("ready", "edit"), ("ready", "legal"),
        ("ready", "draft"),
    }  # fmt: skip
    story, moved = draft(by=ada), set()
    for stage, to in itertools.permutations(Stage.values, 2):
        Article.objects.filter(pk=story.pk).update(stage=stage)
        with contextlib.suppress(Refused):
            publishing.move(story, to=to, by=ada)
            moved.add((stage, to))
        assert Article.objects.get(pk=story.pk).stage == (to if (stage, to) in moved else stage)
    assert moved == allowed


def test_a_writer_changes_a_draft_until_it_is_handed_in_and_again_when_it_comes_back(
    writer, bo, ada
):
    story = draft(by=bo)
    change = reverse("admin:articles_article_change", args=[story.pk])
    do = reverse("admin:articles_article_verb", args=[story.pk, "submit"])
    assert writer.post(change, {}).status_code == 200
    assert writer.post(do).status_code == 302
    assert writer.get(change).status_code == 200
    assert writer.post(change, {}).status_code == 403
    publishing.send_back(story, by=ada, reason="Too short.")
    assert writer.post(change, {}).status_code == 200


def test_a_story_that_is_out_never_becomes_its_writer_s_draft_again(writer, bo, ada):
    """Somebody published it after the page with "Send back" was opened."""
    story = draft(by=bo)
    publishing.submit(story, by=bo)
    publishing.publish(story, by=ada)
    with pytest.raises(Refused, match="is published or scheduled"):
        publishing.send_back(story, by=ada, reason="Too short.")
    publishing.withdraw(story, by=ada, because="It was not true.")
    with pytest.raises(Refused, match="is published or scheduled"):
        publishing.send_back(story, by=ada, reason="Too short.")
    change = reverse("admin:articles_article_change", args=[story.pk])
    assert writer.post(change, {}).status_code == 403


def test_a_writer_s_hand_is_kept_from_a_colleague_s_draft_even_when_forged(writer, sign_in, ada):
    story = draft(by=ada, headline="Ada’s secret")
    typed = {"headline": "x", "kind": "news", "based_on": 1}
    for route, args in (("change", [story.pk]), ("verb", [story.pk, "submit"])):
        address = reverse(f"admin:articles_article_{route}", args=args)
        assert "Ada’s secret" not in writer.post(address, typed).content.decode()
        only(
            sign_in(ada),
            writer,
            lambda desk, address=address: desk.post(address, typed),
            changes=lambda: (
                Revision.objects.count(),
                Article.objects.values_list("stage", flat=True).get(pk=story.pk),
            ),
        )


def test_a_managing_editor_gives_a_role_but_can_t_make_anybody_a_superuser(sign_in, ada, bo):
    address = reverse("admin:newsroom_user_change", args=[bo.pk])
    editor = Group.objects.get(name="Editor")
    form = {
        "username": "bo", "first_name": "Bo", "last_name": "Reyes", "email": "",
        "groups": [editor.pk], "is_staff": "on", "is_active": "on",
    }  # fmt: skip
    desk = sign_in(ada)
    assert "is_superuser" not in desk.get(address).content.decode()
    assert desk.post(address, form | {"is_superuser": "on"}).status_code == 302
    bo = User.objects.get(pk=bo.pk)
    assert ([group.name for group in bo.groups.all()], bo.is_superuser) == (["Editor"], False)


def test_nobody_below_changes_a_superuser_or_their_password(sign_in, ada):
    root = User.objects.create_superuser("root", password="kept where it is")
    above = User.objects.create_superuser("above", password="another")
    sent = {
        "password1": "mine now, all mine",
        "password2": "mine now, all mine",
        "usable_password": "true",
        "username": "x",
        "is_staff": "on",
        "is_active": "on",
        "is_superuser": "on",
    }
    for route in ("auth_user_password_change", "newsroom_user_change"):
        address = reverse(f"admin:{route}", args=[root.pk])
        only(
            sign_in(above),
            sign_in(ada),
            lambda desk, address=address: desk.post(address, sent),
            changes=lambda: User.objects.values_list("username", "password").get(pk=root.pk),
        )


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/admin/newsroom/user/", 403, "Your role doesn’t allow this"),
        ("/admin/nowhere/", 404, "There is nothing at this address"),
    ],
)
def test_who_is_refused_stays_at_the_desk_and_is_told_why(writer, address, status, said):
    answer = writer.get(address)
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert 'aria-label="Desk"' in answer.content.decode()


def test_the_roles_are_printed_for_whoever_wonders(writer):
    page = writer.get("/admin/roles/").content.decode()
    assert '<span class="chip">you</span>' in page
    for row in roles.TABLE:
        assert row.what in page
