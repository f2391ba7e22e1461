import pytest


@pytest.fixture
def desk(sign_in, ada):
    """The editor at the desk."""
    return sign_in(ada)
