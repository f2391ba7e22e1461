"""What each page of the record prints, read in a fixed number of queries.

A module per page: `read(row, at=...)` gives a frozen object with everything its template prints.
"""
