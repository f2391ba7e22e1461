import io

import pytest
from django.conf import settings

from photos import editing
from tests.photos import pictures


@pytest.fixture
def filed(ada):
    """`filed(...)` is a picture that ada added: cleared, and 640 by 480 unless a file is given."""

    def filed(content=None, **words):
        said = {"title": "Two colors", "credit": "Ann Lee/Reuters", "rights": "agency"} | words
        return editing.add(by=ada, file=io.BytesIO(content or pictures.jpeg()), **said)

    return filed


@pytest.fixture
def kept():
    """`kept()` is the names of all originals on the disk."""

    def kept():
        return {path for path in settings.ORIGINALS_ROOT.rglob("*") if path.is_file()}

    return kept
