"""The verbs of a story at the desk: when each is possible, who may use it, and its texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Self

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
from desk.verb_pages import Verb, VerbForm


class WithdrawForm(VerbForm):
    because = forms.CharField(
        label="Why",
        max_length=longest("withdrawn_because"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Readers see this text.",
    )


class SendBackForm(VerbForm):
    reason = forms.CharField(
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The writer sees this text.",
    )


class UpdateForm(VerbForm):
    note = forms.CharField(
        max_length=longest("note", of=Update), help_text="What it adds: “Adds the speech.”"
    )


class CorrectionForm(VerbForm):
    kind = forms.ChoiceField(choices=Correction.Kind)
    text = forms.CharField(
        max_length=longest("text", of=Correction),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What was wrong, and what is right. Readers see this text.",
    )


class ScheduleForm(VerbForm):
    at = MomentField(label="When", initial=lambda: soon(timezone.now()))


class EmbargoForm(VerbForm):
    until = MomentField(
        label="Until", required=False, help_text="Leave it empty to lift the embargo."
    )


@dataclass(frozen=True)
class StoryVerb(Verb):
    """A verb of a story.

    With `publishes_newest` it also takes `seen`, the number of the revision that the user looked at. If
    somebody has saved since, the page shows the changes, and `again` labels the button there.
    """

    permission: str = rights.PUBLISH
    form: type[VerbForm] = VerbForm
    template: str = "admin/articles/article/verb.html"
    publishes_newest: bool = False
    again: str = "{} with these changes"

    def for_row(self, row: Any) -> Self:
        verb = super().for_row(row)
        return replace(verb, again=self.again.format(verb.label))


def _is_out(article: Article) -> bool:
    return article.is_public()


def _can_go_out_sooner(article: Article) -> bool:
    """Return whether the story waits for its scheduled time, not only for an embargo to end."""
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
    StoryVerb(
        "publish",
        verb_messages.publish_label,
        verb_messages.before_publishing,
        publishing.publish,
        is_possible=lambda a: _has_changes(a) or _can_go_out_sooner(a),
        publishes_newest=True,
        done=verb_messages.after_publishing,
    ),
    StoryVerb(
        "submit",
        "Submit",
        "The story goes to the editors. Only they can change it until they send it back.",
        publishing.submit,
        permission=rights.SUBMIT,
        is_possible=lambda a: a.stage == Stage.DRAFT and _is_unpublished(a),
        done="“{}” is with the editors.",
    ),
    StoryVerb(
        "schedule",
        "Schedule",
        verb_messages.before_scheduling,
        publishing.schedule,
        form=ScheduleForm,
        is_possible=lambda a: _is_unpublished(a) or verb_messages.is_waiting(a),
        initial=lambda a: {"at": a.published_at} if verb_messages.is_waiting(a) else {},
        publishes_newest=True,
        done=verb_messages.after_publishing,
    ),
    StoryVerb(
        "unschedule",
        "Take off the schedule",
        verb_messages.before_unscheduling,
        publishing.unschedule,
        is_possible=verb_messages.is_waiting,
        done="“{}” is off the schedule.",
    ),
    StoryVerb(
        "edit",
        "Move to edit",
        "The stage becomes “In edit”, so colleagues see that somebody is working on it.",
        _to(Stage.EDIT),
        is_possible=_can_become(Stage.EDIT),
        done="“{}” is in edit.",
    ),
    StoryVerb(
        "legal",
        "Send to legal",
        "The stage becomes “With legal”. Readers see the story once somebody publishes it.",
        _to(Stage.LEGAL),
        is_possible=_can_become(Stage.LEGAL),
        done="“{}” is with legal.",
    ),
    StoryVerb(
        "ready",
        "Mark as ready",
        "The stage becomes “Ready”: all that is left is to publish it.",
        _to(Stage.READY),
        is_possible=_can_become(Stage.READY),
        done="“{}” is ready.",
    ),
    StoryVerb(
        "give-back",
        "Send back",
        "The story becomes a draft again, and its writer sees why.",
        publishing.send_back,
        form=SendBackForm,
        is_possible=lambda a: (
            a.stage in (Stage.SUBMITTED, Stage.EDIT, Stage.READY) and _is_unpublished(a)
        ),
        done="“{}” was sent back to its writer.",
    ),
    StoryVerb(
        "update",
        "Publish an update",
        "Readers see the last saved version, marked “Updated” with your note.",
        publishing.update,
        form=UpdateForm,
        is_possible=_is_out,
        publishes_newest=True,
        done="“{}” is updated.",
    ),
    StoryVerb(
        "correct",
        "Correct",
        "Readers see the last saved version, with the correction under it and on the "
        "corrections page.",
        publishing.correct,
        form=CorrectionForm,
        is_possible=_is_out,
        publishes_newest=True,
        done="The correction to “{}” is published.",
    ),
    StoryVerb(
        "embargo",
        "Embargo",
        verb_messages.before_an_embargo,
        publishing.embargo,
        form=EmbargoForm,
        is_possible=lambda a: not a.was_seen() or verb_messages.is_embargoed(a),
        initial=lambda a: {"until": a.embargoed_until} if verb_messages.is_embargoed(a) else {},
        done=verb_messages.after_an_embargo,
    ),
    StoryVerb(
        "withdraw",
        "Withdraw",
        "Readers find a page that says the story is gone, and why.",
        publishing.withdraw,
        form=WithdrawForm,
        is_possible=_is_out,
        done="“{}” is withdrawn. Readers see why.",
    ),
    StoryVerb(
        "reinstate-newest",
        "Reinstate the last saved version",
        "The last saved version is public at the story’s old address. The withdrawn version "
        "stays hidden.",
        partial(publishing.reinstate, with_newest=True),
        is_possible=lambda a: a.withdrawn_at is not None and a.newest_id != a.live_id,
        publishes_newest=True,
        done="Readers see “{}” again, in its last saved version.",
        again="Reinstate with these changes",
    ),
    StoryVerb(
        "reinstate",
        "Reinstate",
        verb_messages.before_reinstating,
        publishing.reinstate,
        is_possible=lambda a: a.withdrawn_at is not None,
        done="Readers see “{}” again.",
    ),
    StoryVerb(
        "duplicate",
        "Duplicate",
        "You get a new draft of the last saved version. It has no date and no address yet.",
        duplicate,
        permission=rights.WRITE,
        done="“{}” is your new draft.",
    ),
    StoryVerb(
        "bin",
        "Move to bin",
        f"The story leaves every list at the desk. It can be restored for {bins.DAYS} days.",
        bins.move_to_bin,
        permission=rights.WRITE,
        is_possible=bins.could_go,
        is_allowed=rights.may_change,
        done=f"“{{}}” is in the bin. It can be restored for {bins.DAYS} days.",
    ),
)


def possible_verbs(article: Article, user: Any) -> list[StoryVerb]:
    """Return the verbs that are possible for the story now and that the user may use."""
    found = [v for v in VERBS if v.may_be_used(user, article) and v.is_possible(article)]
    return [verb.for_row(article) for verb in found]


def verb_beside_save(article: Article, user: Any) -> StoryVerb | None:
    """Return the verb of the button beside Save: Publish for those who may, otherwise Submit.

    Publish is there even if everything saved is public, because what is typed next can be published.
    """
    for verb in VERBS:
        if not verb.may_be_used(user, article):
            continue
        if verb.name == "publish" and article.withdrawn_at is None:
            return verb.for_row(article)
        if verb.name == "submit" and verb.is_possible(article):
            return verb.for_row(article)
    return None


def why_impossible(verb: Verb, article: Article) -> str:
    """Return why the story isn't in a state for this verb, as a sentence."""
    if verb.name == "publish" and article.withdrawn_at is None:
        return publishing.NOTHING_NEW
    return f"“{verb.label}” isn’t possible now. Somebody may have changed the story’s stage."
