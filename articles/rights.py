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


class SomebodyElses(PermissionDenied):
    """A writer asked for a story that another began. Of it only what readers have may be told."""

    def __init__(self, story: Article) -> None:
        self.address = story.get_absolute_url() if story.is_public() else ""
        super().__init__()


def sees_all(user: AbstractUser | AnonymousUser) -> bool:
    """Whether anybody's story is theirs to see, and not their own alone."""
    return user.has_perm(SEE) or user.has_perm(CHANGE)


def stories_for(user: AbstractUser | AnonymousUser) -> ArticleQuerySet:
    """The stories that the user may see at the desk, drafts among them. No query of its own."""
    if sees_all(user):
        return Article.objects.all()
    own = Article.objects.filter(created_by=user.pk)
    return own if user.has_perm(WRITE) else own.none()


def may_see(user: AbstractUser | AnonymousUser, story: Article) -> bool:
    """The rule of `stories_for`, asked of one row."""
    return sees_all(user) or (user.has_perm(WRITE) and story.created_by_id == user.pk)


def nameable_by(user: AbstractUser | AnonymousUser) -> ArticleQuerySet:
    """Return the stories whose headline the user may read: those of `stories_for`, and public ones.

    A chooser accepts and prints no others. No query of its own.
    """
    if sees_all(user):
        return Article.objects.all()
    own = Q(created_by=user.pk) if user.has_perm(WRITE) else Q()
    return Article.objects.filter(public_story() | own)


def may_name(user: AbstractUser | AnonymousUser, story: Article) -> bool:
    """The rule of `nameable_by`, asked of one row."""
    return story.is_public() or may_see(user, story)


def name_for(user: AbstractUser | AnonymousUser, story: Article) -> str:
    """Return the story's headline, or words that give nothing away to somebody who may not read it."""
    return str(story) if may_name(user, story) else "A story that isn’t public"


def refuse(user: AbstractUser | AnonymousUser, story: Article) -> None:
    """Raises PermissionDenied for who may not see the story: SomebodyElses for who has their own."""
    if may_see(user, story):
        return
    if user.has_perm(WRITE):
        raise SomebodyElses(story)
    raise PermissionDenied


def may_change(user: AbstractUser | AnonymousUser, story: Article) -> bool:
    """Writers hand a story in with its text: from then on it is the editors', until it comes back."""
    if user.has_perm(CHANGE):
        return True
    own = user.has_perm(WRITE) and story.created_by_id == user.pk
    return own and story.stage == Stage.DRAFT and story.published_at is None
