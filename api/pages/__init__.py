"""Pages for people, one module an area; their templates lie under ``api/templates``."""
