"""The whole registry in open files, and what somebody else makes of them: the format stands in the README."""
