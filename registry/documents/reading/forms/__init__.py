"""The regulation's forms: which one a document has, and where each of its parts stands; one module a form."""
