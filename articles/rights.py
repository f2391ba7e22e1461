"""What a user may do with a story. Nothing else decides it: pages and verbs of the desk ask here.

`newsroom/roles.py` gives each role its permissions. With those, the roles may:

                                Writer            Editor,            Picture editor,
                                                  Managing editor    Record editor
    see a story                 their own         all                all
    begin one, duplicate one    yes               yes                no
    change it, move it to the   their own,        all                no
      bin, take it out again    while drafts
    submit it                   their own         all                no
    send it back, move it to    no                all                no
      another stage
    publish, schedule, embargo, no                all                no
      update, correct,
      withdraw, reinstate

Whoever may do it still needs a story that is ready for it:

    submit, send back, move     until it is published or scheduled; `stages.MOVES` has the moves
    move to the bin             until it is published or scheduled
    publish, schedule           while something is new; a withdrawn story is reinstated first
    update, correct, withdraw   while readers see it
    reinstate                   while it is withdrawn
    anything                    not in the bin: it is taken out first, within 30 days

A writer's own story is one that they began. Once submitted it belongs to the editors until they send
it back: a draft is the only stage in which its writer changes it. A published story is never a draft
(`drafting.move`), so that stage alone says it.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from articles.models import Article
from articles.querysets import ArticleQuerySet, public_story
from articles.stages import Stage

User = AbstractUser | AnonymousUser

# The permissions behind the rows of the table. SEE and CHANGE are for every story.
SEE = "articles.view_article"
CHANGE = "articles.change_article"
WRITE = "articles.add_article"
SUBMIT = "articles.submit_article"
PUBLISH = "articles.publish_article"  # moving between stages too


class InBin(PermissionDenied):
    """The story is in the bin, and the user may see it out of the bin: the page offers to restore it."""

    def __init__(self, story: Article) -> None:
        self.story = story
        super().__init__()


class SomebodyElses(PermissionDenied):
    """A writer asked for a story that another began. The answer may reveal only its public page."""

    def __init__(self, story: Article) -> None:
        self.address = story.get_absolute_url() if story.is_public() else ""
        super().__init__()


# Without a story in hand --------------------------------------------------------------------------


def sees_all(user: User) -> bool:
    """Return whether the user may see every story, and not only their own."""
    return user.has_perm(SEE) or user.has_perm(CHANGE)


def sees_some(user: User) -> bool:
    """Return whether the user may open the list of stories."""
    return sees_all(user) or user.has_perm(WRITE)


def may_write(user: User) -> bool:
    """Return whether the user may begin stories."""
    return user.has_perm(WRITE)


def may_change_some(user: User) -> bool:
    """Return whether there may be stories that the user may change."""
    return user.has_perm(CHANGE) or user.has_perm(WRITE)


def may_publish(user: User) -> bool:
    """Return whether the user may publish stories and move them from stage to stage."""
    return user.has_perm(PUBLISH)


# Of many stories ----------------------------------------------------------------------------------


def stories_for(user: User) -> ArticleQuerySet:
    """Return the stories that the user may see at the desk, drafts too. No query of its own.

    Stories in the bin are left out: `bin.in_bin_for` has those.
    """
    stories = Article.objects.out_of_bin()
    if sees_all(user):
        return stories
    return stories.filter(created_by=user.pk) if may_write(user) else stories.none()


def nameable_by(user: User) -> ArticleQuerySet:
    """Return the stories whose headline the user may read: those of `stories_for`, and public ones.

    Fields and lists that choose a story show no others. No query of its own.
    """
    if sees_all(user):
        return Article.objects.out_of_bin()
    own = Q(binned_at=None, created_by=user.pk) if may_write(user) else Q()
    return Article.objects.filter(public_story() | own)


def changeable_by(user: User) -> ArticleQuerySet:
    """Return the stories that `may_change` allows, in the bin or not. No query of its own."""
    if user.has_perm(CHANGE):
        return Article.objects.all()
    own = Article.objects.filter(created_by=user.pk, stage=Stage.DRAFT)
    return own if may_write(user) else own.none()


# Of one story -------------------------------------------------------------------------------------


def may_see(user: User, story: Article) -> bool:
    """Return whether the story is one of `stories_for`."""
    return story.binned_at is None and _may_see_out_of_bin(user, story)


def may_name(user: User, story: Article) -> bool:
    """Return whether the story is one of `nameable_by`."""
    return story.is_public() or may_see(user, story)


def may_change(user: User, story: Article) -> bool:
    """Return whether the user may change the story's text, and move it to the bin."""
    if user.has_perm(CHANGE):
        return True
    return may_write(user) and story.created_by_id == user.pk and story.stage == Stage.DRAFT


def name_for(user: User, story: Article) -> str:
    """Return the story's headline, or words that reveal nothing if the user may not read it."""
    return str(story) if may_name(user, story) else "A story that isn’t public"


def check_may_see(user: User, story: Article) -> None:
    """Raise PermissionDenied unless the user may see the story.

    That is InBin for a story that they could see out of the bin, and SomebodyElses for writers.
    """
    if may_see(user, story):
        return
    if _may_see_out_of_bin(user, story):
        raise InBin(story)
    if may_write(user):
        raise SomebodyElses(story)
    raise PermissionDenied


def _may_see_out_of_bin(user: User, story: Article) -> bool:
    return sees_all(user) or (may_write(user) and story.created_by_id == user.pk)
