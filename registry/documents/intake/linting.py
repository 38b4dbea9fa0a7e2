"""What is looked for in a file of each kind; runs in a process of its own (`registry.documents.apart`)."""

from collections.abc import Mapping

from registry.documents.intake import office, pdf, pictures
from registry.documents.intake.findings import Finding, Findings
from registry.documents.intake.kinds import Kind


def opened(data: bytes, settings: Mapping[str, object]) -> list[Finding]:
    """Return what is found in *data*, refusals first; ``kind`` says what it is."""
    found = Findings()
    match Kind(settings["kind"]):
        case Kind.PDF:
            pdf.look(data, found)
        case Kind.PNG | Kind.JPEG | Kind.TIFF:
            pictures.look(data, found)
        case Kind.ZIP:
            office.look(data, found)
        case Kind.TEXT | Kind.EXECUTABLE | Kind.KEY | Kind.OTHER:
            pass  # nothing is inside
    return found.all()
