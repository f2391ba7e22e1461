"""Two people change one picture at the same moment."""

import pytest

from history.models import Change
from photos import editing
from photos.models import Picture
from tests.world import picture

pytestmark = pytest.mark.both_databases


def test_the_second_to_state_rights_changes_what_the_first_stated(meanwhile, ada, bo):
    theirs = picture("Two colors", rights="none")
    mine = Picture.objects.get()
    with meanwhile(lambda: editing.describe(theirs, by=bo, rights="owned")) as colleague:
        editing.describe(mine, by=ada, rights="agency", caption="Left and right.")
    assert colleague.error is None
    told = [(each.by, each.before["rights"], each.after["rights"]) for each in Change.objects.all()]
    assert told == [(bo, "agency", "owned"), (ada, "none", "agency")]
    stored = Picture.objects.get()
    assert (stored.rights, stored.caption) == ("owned", "Left and right.")
