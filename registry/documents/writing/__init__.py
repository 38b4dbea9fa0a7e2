"""From the fields of a letter to the file that people receive; one module a format."""
