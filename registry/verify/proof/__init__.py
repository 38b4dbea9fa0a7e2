"""What the map of newest states proves to a stranger: a series complete, a letter's status, what a key signed."""
