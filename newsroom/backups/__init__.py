"""Backups: one file each, with the database as of one instant and the originals that it names."""
