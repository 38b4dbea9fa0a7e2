"""Pages about the organisation on two axes of time: its tree, a unit, two moments beside each other, who could sign."""
