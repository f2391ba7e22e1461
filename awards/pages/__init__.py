"""What each page of the awards prints, read in a fixed number of queries.

A module per page: its `load_..._page()` returns a frozen object with everything the template prints.
"""
