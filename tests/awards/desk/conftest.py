from tests.people.desk.conftest import desk

__all__ = ["desk"]
