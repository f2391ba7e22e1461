"""The record, and what belongs to it, at the desk."""

from people.admin import entities, read_only, rows

__all__ = ["entities", "read_only", "rows"]
