"""The log at the desk: the History page of a row, and the list of everything that was done."""

from history.admin.history_pages import HistoryAdmin
from history.admin.log import ReadOnly

__all__ = ["HistoryAdmin", "ReadOnly"]
