"""Signing keys that officers make in their browser, from the request for a certificate to the day they are withdrawn."""
