"""A revision never changes: the database itself refuses."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from articles.models import Revision
from tests.articles.stories import draft

pytestmark = pytest.mark.both_databases


def test_the_database_refuses_to_change_a_revision(ada):
    revision = draft(by=ada).newest
    with pytest.raises(IntegrityError, match="A revision never changes"), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(headline="Rewritten history")
    assert Revision.objects.get(pk=revision.pk).headline == "An envelope is opened"


def test_the_database_refuses_to_delete_a_revision(ada):
    story = draft(by=ada)
    with pytest.raises(IntegrityError, match="A revision is never deleted"), transaction.atomic():
        Revision.objects.all()._raw_delete(using="default")
    assert [*story.revisions.all()] == [story.newest]


def test_whoever_wrote_a_revision_cant_be_deleted(ada):
    draft(by=ada)
    with pytest.raises(ProtectedError):
        ada.delete()
