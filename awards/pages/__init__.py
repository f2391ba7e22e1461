"""What each page of the awards prints, read in a fixed number of queries.

A module per page: `read(row, at=...)` gives a frozen object with everything its template prints.
"""
