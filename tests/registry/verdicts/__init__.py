"""What strangers are told about letters."""
