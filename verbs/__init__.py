"""What verbs of several apps share: public ids, addresses, merging, and why something was refused."""
