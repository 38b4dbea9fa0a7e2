"""The verifier in the reader's own browser."""
