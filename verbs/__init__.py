"""What all verbs use: the public ids of rows, and the exception of a verb that was refused."""
