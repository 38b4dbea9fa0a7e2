"""The rules of the work, in plain functions and frozen values."""
