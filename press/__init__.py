"""Finished pages, kept until a row that they were made from changes.

`recording` notes what a page is made from. Triggers of the database note what changes (`triggers`,
`models`), in the same transaction, so that nothing is forgotten, whoever writes. `changes` reads that
log; `store` keeps the pages in a file that all processes of a machine share, and `memory` those that
are asked for most in each process.
"""
