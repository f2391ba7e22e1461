"""Whose story it is: which stories somebody at the desk may see, and which they may change.

Who may change stories has all of them. Who may only add some has their own, those they began: to
change while they are drafts, and to look at afterwards. Which role may do what is not said here.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from articles.models import Article
from articles.querysets import ArticleQuerySet, public_story
from articles.stages import Stage

SEE = "articles.view_article"
CHANGE = "articles.change_article"
WRITE = "articles.add_article"


class InBin(PermissionDenied):
    """Somebody asked for a story in the bin that they may see. What they may do is restore it."""

    def __init__(self, story: Article) -> None:
        self.story = story
        super().__init__()


class SomebodyElses(PermissionDenied):
    """A writer asked for a story that another began. Of it only what readers have may be told."""

    def __init__(self, story: Article) -> None:
        self.address = story.get_absolute_url() if story.is_public() else ""
        super().__init__()


def sees_all(user: AbstractUser | AnonymousUser) -> bool:
    """Whether anybody's story is theirs to see, and not their own alone."""
    return user.has_perm(SEE) or user.has_perm(CHANGE)


def stories_for(user: AbstractUser | AnonymousUser) -> ArticleQuerySet:
    """The stories that the user may see at the desk, drafts among them. No query of its own.

    What is in the bin is nobody's to see: `bin.in_bin_for` has it.
    """
    stories = Article.objects.out_of_bin()
    if sees_all(user):
        return stories
    own = stories.filter(created_by=user.pk)
    return own if user.has_perm(WRITE) else own.none()


def may_see(user: AbstractUser | AnonymousUser, story: Article) -> bool:
    """The rule of `stories_for`, asked of one row."""
    return story.binned_at is None and _is_theirs(user, story)


def _is_theirs(user: AbstractUser | AnonymousUser, story: Article) -> bool:
    return sees_all(user) or (user.has_perm(WRITE) and story.created_by_id == user.pk)


def nameable_by(user: AbstractUser | AnonymousUser) -> ArticleQuerySet:
    """Return the stories whose headline the user may read: those of `stories_for`, and public ones.

    A chooser accepts and prints no others. No query of its own.
    """
    if sees_all(user):
        return Article.objects.out_of_bin()
    own = Q(binned_at=None, created_by=user.pk) if user.has_perm(WRITE) else Q()
    return Article.objects.filter(public_story() | own)


def may_name(user: AbstractUser | AnonymousUser, story: Article) -> bool:
    """The rule of `nameable_by`, asked of one row."""
    return story.is_public() or may_see(user, story)


def name_for(user: AbstractUser | AnonymousUser, story: Article) -> str:
    """Return the story's headline, or words that give nothing away to somebody who may not read it."""
    return str(story) if may_name(user, story) else "A story that isn’t public"


def refuse(user: AbstractUser | AnonymousUser, story: Article) -> None:
    """Raises PermissionDenied for who may not see the story: SomebodyElses for who has their own.

    InBin for a story in the bin that they could see out of it.
    """
    if may_see(user, story):
        return
    if _is_theirs(user, story):
        raise InBin(story)
    if user.has_perm(WRITE):
        raise SomebodyElses(story)
    raise PermissionDenied


def changeable_by(user: AbstractUser | AnonymousUser) -> ArticleQuerySet:
    """Return the stories of which `may_change` is true, in the bin or not. No query of its own."""
    if user.has_perm(CHANGE):
        return Article.objects.all()
    own = Article.objects.filter(created_by=user.pk, stage=Stage.DRAFT, published_at=None)
    return own if user.has_perm(WRITE) else own.none()


def may_change(user: AbstractUser | AnonymousUser, story: Article) -> bool:
    """Writers hand a story in with its text: from then on it is the editors', until it comes back."""
    if user.has_perm(CHANGE):
        return True
    own = user.has_perm(WRITE) and story.created_by_id == user.pk
    return own and story.stage == Stage.DRAFT and story.published_at is None
