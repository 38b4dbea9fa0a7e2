"""Where facts, leaves, stream keys and files lie: SQLite and plain folders."""
