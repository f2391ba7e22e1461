"""What texts are made of: characters, folded names, dates, times, counts."""
