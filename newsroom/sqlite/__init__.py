"""Django's SQLite backend on the SQLite of the pysqlite3 wheel: `ENGINE = "newsroom.sqlite"`."""
