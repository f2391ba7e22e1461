"""What verbs of several apps share: public ids, addresses, merging, and refusals."""
