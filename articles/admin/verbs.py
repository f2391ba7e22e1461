"""The verbs of publishing as pages of the desk: what follows is said before the click."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django import forms
from django.utils import timezone

from articles import bin as bins
from articles import publishing, rights
from articles.admin import verb_messages
from articles.admin.moments import MomentField, soon
from articles.content import LONGEST_WORDS, longest
from articles.duplicating import duplicate
from articles.models import Article, Correction, Update
from articles.stages import MOVES, Stage


class NothingToSay(forms.Form):
    """For a verb that needs no words."""


class Because(forms.Form):
    because = forms.CharField(
        label="Why",
        max_length=longest("withdrawn_because"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Readers see this text.",
    )


class Reason(forms.Form):
    reason = forms.CharField(
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The writer sees this text.",
    )


class UpdateNote(forms.Form):
    note = forms.CharField(
        max_length=longest("note", of=Update), help_text="What it adds: “Adds the speech.”"
    )


class CorrectionText(forms.Form):
    kind = forms.ChoiceField(choices=Correction.Kind)
    text = forms.CharField(
        max_length=longest("text", of=Correction),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What was wrong, and what is right. Readers see this text.",
    )


class At(forms.Form):
    at = MomentField(label="When", initial=lambda: soon(timezone.now()))


class Until(forms.Form):
    until = MomentField(label="Until", required=False, help_text="Empty lifts the embargo.")


Words = str | Callable[[Article], str]  # of every story the same, or asked of each


def _said(words: Words, article: Article) -> str:
    return words(article) if callable(words) else words.format(article)


@dataclass(frozen=True)
class Verb:
    """A button of a story: when it is offered, who may press it, what it does.

    `may` is asked of one story where the permission alone doesn't say it.

    `begins` is what its form says before anybody typed. One that `puts_out` the newest revision
    also takes `seen`; `again` labels its button once it has shown what changed since.
    """

    name: str
    label: Words
    consequence: Words
    run: Callable[..., Any]
    permission: str = rights.PUBLISH
    form: type[forms.Form] = NothingToSay
    offered: Callable[[Article], bool] = lambda article: True
    may: Callable[[Any, Article], bool] = lambda user, article: True
    puts_out: bool = False
    begins: Callable[[Article], dict[str, Any]] = lambda article: {}
    done: Words = ""
    again: str = "{} with these changes"

    def of(self, article: Article) -> Verb:
        """The same, with its labels as they are for this story."""
        label = _said(self.label, article)
        return replace(self, label=label, again=self.again.format(label))

    def says(self, article: Article) -> str:
        """What follows from it."""
        return _said(self.consequence, article)

    def says_it_did(self, article: Article) -> str:
        """What has become of a story with which it was done."""
        return _said(self.done, article)


def _is_out(article: Article) -> bool:
    return article.is_public()


def _could_be_sooner(article: Article) -> bool:
    """Whether it waits for its own time, and not for the end of an embargo alone."""
    return verb_messages.is_waiting(article) and article.seen_from != article.embargoed_until


def _is_unpublished(article: Article) -> bool:
    return article.published_at is None


def _has_changes(article: Article) -> bool:
    return article.withdrawn_at is None and article.newest_id != article.live_id


def _can_become(stage: Stage) -> Callable[[Article], bool]:
    return lambda a: _is_unpublished(a) and stage in MOVES[a.stage]


def _to(stage: Stage) -> Callable[..., None]:
    def run(article: Article, *, by: Any) -> None:
        publishing.move(article, to=stage, by=by)

    return run


VERBS = (
    Verb(
        "publish",
        verb_messages.publish_label,
        verb_messages.before_publishing,
        publishing.publish,
        offered=lambda a: _has_changes(a) or _could_be_sooner(a),
        puts_out=True,
        done=verb_messages.after_publishing,
    ),
    Verb(
        "submit",
        "Submit",
        "The story goes to the editors. From then on they change it, until it comes back.",
        publishing.submit,
        rights.SUBMIT,
        offered=lambda a: a.stage == Stage.DRAFT and _is_unpublished(a),
        done="“{}” is with the editors.",
    ),
    Verb(
        "schedule",
        "Schedule",
        verb_messages.before_scheduling,
        publishing.schedule,
        form=At,
        offered=lambda a: _is_unpublished(a) or verb_messages.is_waiting(a),
        begins=lambda a: {"at": a.published_at} if verb_messages.is_waiting(a) else {},
        puts_out=True,
        done=verb_messages.after_publishing,
    ),
    Verb(
        "unschedule",
        "Take off the schedule",
        verb_messages.before_unscheduling,
        publishing.unschedule,
        offered=verb_messages.is_waiting,
        done="“{}” is off the schedule.",
    ),
    Verb(
        "edit",
        "Take into edit",
        "The story stands at “In edit”: colleagues see that somebody is at it.",
        _to(Stage.EDIT),
        offered=_can_become(Stage.EDIT),
        done="“{}” is in edit.",
    ),
    Verb(
        "legal",
        "Send to legal",
        "The story stands at “With legal”. It isn’t out until somebody publishes it.",
        _to(Stage.LEGAL),
        offered=_can_become(Stage.LEGAL),
        done="“{}” is with legal.",
    ),
    Verb(
        "ready",
        "Mark as ready",
        "The story stands at “Ready”: nothing is left but to publish it.",
        _to(Stage.READY),
        offered=_can_become(Stage.READY),
        done="“{}” is ready.",
    ),
    Verb(
        "give-back",
        "Send back",
        "The story is a draft again, and its writer sees why.",
        publishing.give_back,
        form=Reason,
        offered=lambda a: (
            a.stage in (Stage.SUBMITTED, Stage.EDIT, Stage.READY) and _is_unpublished(a)
        ),
        done="“{}” is its writer’s again.",
    ),
    Verb(
        "update",
        "Publish an update",
        "Readers see what was saved last, and “Updated” with the note.",
        publishing.update,
        form=UpdateNote,
        offered=_is_out,
        puts_out=True,
        done="Readers see “{}” as updated.",
    ),
    Verb(
        "correct",
        "Correct",
        "Readers see what was saved last, with the correction under it and on the "
        "corrections page.",
        publishing.correct,
        form=CorrectionText,
        offered=_is_out,
        puts_out=True,
        done="Readers see the correction of “{}”.",
    ),
    Verb(
        "embargo",
        "Embargo",
        verb_messages.before_an_embargo,
        publishing.embargo,
        form=Until,
        offered=lambda a: not a.was_seen() or verb_messages.is_embargoed(a),
        begins=lambda a: {"until": a.embargoed_until} if verb_messages.is_embargoed(a) else {},
        done=verb_messages.after_an_embargo,
    ),
    Verb(
        "withdraw",
        "Withdraw",
        "Readers find a page that says the story is gone, and why.",
        publishing.withdraw,
        form=Because,
        offered=_is_out,
        done="“{}” is withdrawn: readers see why.",
    ),
    Verb(
        "reinstate-newest",
        "Reinstate with what was saved last",
        "The story is public again, at its old address, with what was saved last. Nobody sees "
        "again what was withdrawn.",
        partial(publishing.reinstate, with_newest=True),
        offered=lambda a: a.withdrawn_at is not None and a.newest_id != a.live_id,
        puts_out=True,
        done="Readers see “{}” again, as it was saved last.",
        again="Reinstate with these changes",
    ),
    Verb(
        "reinstate",
        "Reinstate",
        verb_messages.before_reinstating,
        publishing.reinstate,
        offered=lambda a: a.withdrawn_at is not None,
        done="Readers see “{}” again.",
    ),
    Verb(
        "duplicate",
        "Duplicate",
        "A new draft of yours, with what was saved last. It has no date and no address yet.",
        duplicate,
        rights.WRITE,
        done="“{}” is a new draft of yours.",
    ),
    Verb(
        "bin",
        "Move to bin",
        f"The story leaves every list of the desk. It can be restored for {bins.DAYS} days.",
        bins.move_to_bin,
        rights.WRITE,
        offered=bins.could_go,
        may=rights.may_change,
        done=f"“{{}}” is in the bin. It can be restored for {bins.DAYS} days.",
    ),
)


def allowed(user: Any) -> list[Verb]:
    """The verbs that the user may use, whatever the story is ready for."""
    return [v for v in VERBS if user.has_perm(v.permission)]


def offered(article: Article, user: Any) -> list[Verb]:
    """The verbs that the story is ready for and that the user may use."""
    return [v.of(article) for v in allowed(user) if v.offered(article) and v.may(user, article)]


def beside_save(article: Article, user: Any) -> Verb | None:
    """Return the verb of the button beside Save: Publish for those who may, else Submit.

    Publish is there while readers have everything too: what is typed next is something to publish.
    """
    for verb in allowed(user):
        if verb.name == "publish" and article.withdrawn_at is None:
            return verb.of(article)
        if verb.name == "submit" and verb.offered(article):
            return verb.of(article)
    return None


def why_not(verb: Verb, article: Article) -> str:
    """Return why the story isn't ready for this verb, as a sentence."""
    if verb.name == "publish" and article.withdrawn_at is None:
        return publishing.NOTHING_NEW
    label = verb.of(article).label
    return f"“{label}” isn’t possible now. Somebody may have changed where this story stands."
