"""Keeps, derives, proves and delivers."""
