"""Documents that are named on the command line, read whatever their format; and whether a registry is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.cli.call import Call
from api.cli.session import office
from registry.acts.office import Office

ENDINGS = frozenset({".json", ".txt", ".pdf", ".docx", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
"""By which a word on the command line is told to be a file, also where there is none of that name."""


def is_file(typed: str) -> bool:
    """Tell a file from the number of a letter."""
    return Path(typed).suffix.lower() in ENDINGS or Path(typed).exists()


@contextmanager
def office_if_named(call: Call) -> Iterator[Office | None]:
    """Open the office of a call, or yield None where no registry was named."""
    if getattr(call.typed, "home", None) or call.around.environment.get("SARABAN_HOME"):
        with office(call) as here:
            yield here
    else:
        yield None
