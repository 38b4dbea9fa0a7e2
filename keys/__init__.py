"""Bytes in, signatures out."""
