"""From a file's bytes to lines that know their place; one module a format, and what broken Thai needs before rules."""
