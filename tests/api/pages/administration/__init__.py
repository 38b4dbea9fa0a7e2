"""The administrator's desk."""
