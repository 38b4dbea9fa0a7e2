"""Everything that people and programs touch."""
