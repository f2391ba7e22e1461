"""Between the web server and Django: keeps slow and greedy clients from occupying threads."""
