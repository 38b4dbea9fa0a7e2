"""Thai writing: digits, the text rule and Buddhist dates."""
