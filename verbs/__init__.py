"""What every verb stands on: the identity of a row, and the reason why something was not done."""
