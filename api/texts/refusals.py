"""Every refusal in Thai: its slug, and one sentence with the named facts that are given where it is raised.

The English sentence is the refusal's own text. A test looks through the code for every slug and demands a
sentence here that names no other facts.
"""

THAI: dict[str, str] = {}


def sentence(refusal: Exception) -> str:
    """Return the Thai sentence of a refusal; its own text when the slug is not known here."""
    words = THAI.get(getattr(refusal, "slug", ""))
    return str(refusal) if words is None else words.format(**getattr(refusal, "facts", {}))
