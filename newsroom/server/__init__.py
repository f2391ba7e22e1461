"""What stands between the web server and Django: it lets no slow or greedy client have a thread."""
