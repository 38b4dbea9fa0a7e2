"""Units, posts and instruments as orders make them, on two time axes."""
