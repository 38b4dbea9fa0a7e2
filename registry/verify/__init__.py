"""Evidence that a stranger checks offline: one ZIP in, one verdict a layer out. See README.md beside this file."""
