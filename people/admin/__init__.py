"""The record, and what belongs to it, at the desk."""

from people.admin import entities, log, rows

__all__ = ["entities", "log", "rows"]
