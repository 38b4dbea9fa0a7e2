"""What a stranger is told about one letter, and the verdict of this office's own verifier on its evidence."""
