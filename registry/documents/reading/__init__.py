"""From a document to a draft; one module a format, all of them ending in the same ``Draft``."""
