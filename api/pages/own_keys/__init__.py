"""Signing keys that officers make in their browser: from the request for a certificate until they are withdrawn."""
