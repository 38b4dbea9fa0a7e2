"""The one writer: decides, numbers, seals, appends, answers."""
