"""What the desk's screens of every app are built from."""
