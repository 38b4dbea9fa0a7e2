"""The official-form check, rule by rule."""
