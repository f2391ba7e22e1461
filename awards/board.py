"""A ceremony's board: its contests on one screen, what each button there does, and undo.

The board is for entering a ceremony, so it also has what readers don't see yet. A button takes the
contest's row for itself first and is refused if the contest isn't what the editor was looking at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from awards import candidates, nominating, results
from awards.models import Category, Ceremony, Contest, Nomination, Nominee
from awards.ranking import Place
from desk.fingerprints import fingerprint
from people.changes import last_editor
from people.models import Entity
from verbs.refusals import Refused
from words.wording import listed, number_of

Outcome = Contest.Outcome
GONE = "That nomination no longer exists."
LINE_UP_PERMISSIONS = ("awards.add_contest", "awards.delete_contest")


@dataclass(frozen=True)
class NominationLine:
    """A nomination as the board prints it."""

    nomination: Nomination
    names_title_first: bool

    @property
    def nominees(self) -> list[Nominee]:
        return list(self.nomination.nominees.all())

    @property
    def can_win(self) -> bool:
        """False once it was withdrawn or rescinded."""
        return self.nomination.result in Nomination.STANDING

    @property
    def name(self) -> str:
        """Whoever would be called to the stage: the people, or the title in a category of titles."""
        names = [nominee.name for nominee in self.nominees]
        title = self.nomination.production
        if title and (self.names_title_first or not names):
            return title.name
        return several(names) or "Nobody yet"

    @property
    def people(self) -> str:
        """Everybody named on it: "Ann Lee, Executive Producer; Bo Ek"."""
        named = [", ".join(filter(None, (one.name, one.role))) for one in self.nominees]
        return ("; " if any(one.role for one in self.nominees) else ", ").join(named)

    @property
    def not_public(self) -> list[Entity]:
        """Entities that aren't public yet; until they are, readers don't see the nomination."""
        named = [nominee.party for nominee in self.nominees]
        return [one for one in (self.nomination.production, *named) if one and not one.is_public()]


@dataclass(frozen=True)
class Fold:
    """A contest on the board, a section that folds open, with its nominations in order.

    `version` changes with anything in the contest. The fold's forms send it back as `seen`.
    """

    contest: Contest
    lines: tuple[NominationLine, ...]
    version: str

    @property
    def titles_first(self) -> bool:
        return self.contest.category.names_title_first

    @property
    def won(self) -> list[NominationLine]:
        return [line for line in self.lines if line.nomination.is_win]

    @property
    def is_open(self) -> bool:
        return self.contest.outcome == Outcome.OPEN

    @property
    def is_no_award(self) -> bool:
        return self.contest.outcome == Outcome.NO_AWARD

    @property
    def state(self) -> str:
        """The contest in a line: "5 nominees, no winner yet"."""
        names = [line.name for line in self.won]
        if self.is_no_award:
            return "No award"
        if self.contest.outcome == Outcome.RESCINDED:
            return "Award rescinded"
        if len(names) > 1:
            # A jury may name several winners; where members vote, two winners are a tie.
            is_juried = self.contest.category.tally == Category.Tally.JURIED
            return f"{'Shared by' if is_juried else 'Tie between'} {several(names)}"
        if names:
            return f"Won by {names[0]}"
        count = sum(line.can_win for line in self.lines)
        if not self.lines:
            return "No nominees yet"
        return f"{number_of(count, 'nominee')}, no winner yet"

    def line_of(self, sent: str) -> NominationLine:
        """Return the line of the nomination with that key. Raises Refused if there is none."""
        found = next((line for line in self.lines if str(line.nomination.pk) == sent), None)
        if found is None:
            raise Refused(GONE)
        return found

    def nominee_of(self, sent: str) -> Nominee:
        """Return the nominee with that key. Raises Refused if no line names them."""
        named = (nominee for line in self.lines for nominee in line.nominees)
        found = next((nominee for nominee in named if str(nominee.pk) == sent), None)
        if found is None:
            raise Refused(GONE)
        return found


@dataclass(frozen=True)
class Board:
    ceremony: Ceremony
    folds: tuple[Fold, ...]

    @property
    def decided(self) -> int:
        return sum(not fold.is_open for fold in self.folds)

    @property
    def next_up(self) -> str:
        """The key of the first undecided contest, or ""."""
        return next((f"{fold.contest.pk}" for fold in self.folds if fold.is_open), "")

    @property
    def is_to_come(self) -> bool:
        """Whether winners entered now stay hidden from readers until the ceremony is held."""
        since = self.ceremony.wins_counted_from
        return since is not None and since > timezone.now()


@dataclass(frozen=True)
class Rights:
    """What the user may do on the board."""

    user: AbstractUser
    enter: bool
    take_out: bool
    decide: bool
    line_up: bool  # add, move and remove contests

    @classmethod
    def of(cls, user: AbstractUser, ceremony: Ceremony) -> Rights:
        """Return the rights of `user`: none on a ceremony that was merged into another."""

        def may(*actions: str) -> bool:
            rows = ("nomination", "nominee")
            return user.has_perms([f"awards.{action}_{row}" for action in actions for row in rows])

        if ceremony.merged_into_id is not None:
            return cls(user, enter=False, take_out=False, decide=False, line_up=False)
        enter = may("add", "change")
        return cls(
            user,
            enter=enter,
            take_out=enter and may("delete"),
            decide=user.has_perm(results.DECIDE),
            line_up=enter and user.has_perms(LINE_UP_PERMISSIONS),
        )


@dataclass(frozen=True)
class Done:
    """What a button did: the message, the fold afterward, and the data that `take_back` needs.

    `on` is the key of the nomination that the next typed name joins.
    """

    message: str
    fold: Fold
    on: int | None
    undo: dict[str, Any]


def read_board(ceremony: Ceremony) -> Board:
    """Return every contest of the ceremony in running order. Three queries for any number."""
    return Board(ceremony, tuple(_folds(ceremony, ceremony.contests.all())))


def fold_of(ceremony: Ceremony, contest: int, *, lock: bool = False) -> Fold | None:
    """Return one contest of the ceremony as it is now, or None if it isn't there. Three queries.

    With `lock` nobody else changes it until the caller's transaction ends: every verb of a contest
    takes the contest's row first, and its nominations are read after we have it.
    """
    rows = ceremony.contests.filter(pk=contest)
    rows = rows.select_for_update(of=("self",)) if lock else rows
    return next(_folds(ceremony, rows), None)


def several(names: list[str]) -> str:
    """ "A", "A and B", "A, B and C", "A, B and 3 others"."""
    return listed([*names[:2], f"{len(names) - 2} others"] if len(names) > 3 else names)


def _folds(ceremony: Ceremony, contests: QuerySet[Contest]) -> Iterator[Fold]:
    nominations = Nomination.objects.select_related("production").prefetch_related(
        Prefetch("nominees", Nominee.objects.select_related("party"))
    )
    rows = contests.select_related("category")
    for contest in rows.prefetch_related(Prefetch("nominations", nominations)):
        contest.ceremony = ceremony
        first = contest.category.names_title_first
        lines = tuple(NominationLine(row, first) for row in contest.nominations.all())
        named = [nominee for line in lines for nominee in line.nominees]
        version = fingerprint([contest, *(line.nomination for line in lines), *named])
        yield Fold(contest, lines, version)


# What the buttons do -----------------------------------------------------------------------------


@transaction.atomic
def press(ceremony: Ceremony, contest: int, sent: Mapping[str, str], rights: Rights) -> Done:
    """Do what the button in `sent` says to the contest.

    Raises Refused, with nothing changed, if the contest isn't what the editor saw (`seen`), and
    PermissionDenied. `candidates.Unclear` is the refusal of a name that several have, or nobody.
    """
    before = fold_of(ceremony, contest, lock=True)
    if before is None:
        raise Refused("That contest no longer exists. Reload the page.")
    if sent.get("seen") != before.version:
        raise Refused(
            f"{last_editor(ceremony, but=rights.user)} changed “{before.contest.name}” after you opened "
            "it. This is how it is now: look at it, and do yours again."
        )
    is_decision = "win" in sent or "nobody" in sent
    done = (_decide if is_decision else _change_list)(before, sent, rights)
    undo = {"message": done.message, "contest": contest, "seen": done.fold.version, **done.undo}
    return replace(done, undo=undo)


@transaction.atomic
def take_back(ceremony: Ceremony, undo: dict[str, Any] | None, rights: Rights) -> Done:
    """Make the contest what it was before a button was pressed, from its `Done.undo`.

    Raises Refused if anybody changed the contest since, and PermissionDenied.
    """
    if undo is None:
        raise Refused("There is nothing to undo.")
    fold = fold_of(ceremony, undo["contest"], lock=True)
    if fold is None:
        raise Refused("Somebody has removed that contest, so nothing in it can be undone.")
    _require(rights.decide if "results" in undo else rights.take_out)
    if fold.version != undo["seen"]:
        raise Refused(
            f"{last_editor(ceremony, but=rights.user)} has changed “{fold.contest.name}” since, so "
            "this can’t be undone in one step. Correct it by hand."
        )
    if "results" in undo:
        results.put_back(fold.contest, undo["results"], by=rights.user)
    else:
        nominating.put_back(fold.contest, undo["rows"], by=rights.user)
    return Done(f"Undone: {undo['message']}", _now(fold), undo.get("on"), {})


def _decide(before: Fold, sent: Mapping[str, str], rights: Rights) -> Done:
    """Set or unset a winner, or say that there is no award: each button also undoes itself."""
    _require(rights.decide)
    contest, by = before.contest, rights.user
    line = None if "nobody" in sent else before.line_of(sent["win"])
    if line is None:
        undone = before.is_no_award
        verb = results.unset_winner if undone else results.declare_no_award
        was = verb(contest, by=by)
    elif undone := line.nomination.is_win:
        was = results.unset_winner(contest, nomination=line.nomination, by=by)
    else:
        was = results.set_winner(line.nomination, by=by, shared=bool(before.won))
    after = _now(before)
    message = f"{contest.name}: {after.state}."
    if undone and line:
        message = f"{line.name} didn’t win. {message}"
    if not undone and not after.contest.is_known():
        message += f" Readers see it once the ceremony is held: {contest.ceremony.period}."
    return Done(message, after, None, {"results": was})


def _change_list(before: Fold, sent: Mapping[str, str], rights: Rights) -> Done:
    """Move a nomination, take something out, or enter what was typed."""
    contest, by, on = before.contest, rights.user, None
    undo: dict[str, Any] = {}
    rows = nominating.rows_of(contest)
    if "move" in sent:
        _require(rights.enter)
        nomination, _, way = sent["move"].partition(":")  # "17:down"
        line = before.line_of(nomination)
        nominating.move(line.nomination, by=by, down=way == "down")
        message = moved(line.name, down=way == "down")
    elif "untitle" in sent:
        _require(rights.take_out)
        row = before.line_of(sent["untitle"]).nomination
        on, message = row.pk, f"Removed {row.production or 'the title'} from the nomination."
        nominating.take_title_off(row, by=by)
    elif "out" in sent:
        _require(rights.take_out)
        what, _, pk = sent["out"].partition(":")  # "nominee:17" or "nomination:17"
        gone: Any
        if what == "nominee":
            gone = before.nominee_of(pk)
            on, name = gone.nomination_id, gone.name
        else:
            line = before.line_of(pk)
            gone, name = line.nomination, line.name
        nominating.take_out(gone, by=by)
        message = f"Removed {name}."
    else:
        _require(rights.enter)
        joined = before.line_of(sent["nomination"]).nomination if sent.get("nomination") else None
        message, on = _enter(before, joined, sent, by)
        undo["on"] = joined.pk if joined else None
    now = nominating.rows_of(contest)
    changed = sorted(place for place in {**rows, **now} if rows.get(place) != now.get(place))
    undo["rows"] = {place: rows.get(place) for place in changed}
    return Done(message, _now(before), on, undo)


def _enter(
    before: Fold, joined: Nomination | None, sent: Mapping[str, str], by: AbstractUser
) -> tuple[str, int]:
    """Enter what was typed, on the nomination that it joins or on a new one at the end."""
    contest = before.contest
    place = Place(contest.ceremony, contest, joined)
    found = candidates.find(sent.get("typed", ""), place)
    if detail := found.typed.detail:
        made = nominating.tell(contest, detail, by=by, nomination=joined)
        return f"“{detail}” {_where(before, made, joined)}.", made.pk
    entity = candidates.meant(found, sent, by=by)
    role = candidates.role_of(sent.get("role", "")) or found.typed.role
    made = nominating.enter(contest, entity, by=by, nomination=joined, role=role)
    name, hidden = entity, ""
    if isinstance(entity, Entity):
        name = entity.name
        if not entity.is_public():
            hidden = " Not public yet: readers don’t see the nomination until it is."
    return f"{name}{f', {role},' if role else ''} {_where(before, made, joined)}.{hidden}", made.pk


def _where(before: Fold, made: Nomination, joined: Nomination | None) -> str:
    """ "joins nomination 2", or "is nomination 6" for a new one: those are at the end."""
    if made != joined:
        return f"is nomination {len(before.lines) + 1}"
    numbers = {line.nomination: number for number, line in enumerate(before.lines, start=1)}
    return f"joins nomination {numbers[made]}"


def _now(before: Fold) -> Fold:
    after = fold_of(before.contest.ceremony, before.contest.pk)
    assert after is not None  # we hold its row
    return after


def moved(name: str, *, down: bool) -> str:
    return f"{name} moved {'down' if down else 'up'}."


def _require(*rights: bool) -> None:
    if not all(rights):
        raise PermissionDenied
