"""The command `saraban`: parse, call, answer.

    0  fine          1  refused, or not valid          2  wrong usage          3  cannot tell

Every refusal is one sentence on standard error in the language of whoever typed; with ``--json`` it is one
object on standard output. Nobody who types something wrong sees a traceback.
"""

import json
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from getpass import getpass
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import cast

from api.cli import parser
from api.cli.answer import CANNOT_TELL, REFUSED, WRONG_USAGE, Answer
from api.cli.call import Call, Surroundings
from api.cli.noticed import beside
from api.cli.progress import Bar
from api.cli.screen import harmless, show
from api.errors import ApiError, WrongUsage
from api.texts.text import LANGUAGES, Language, Text
from domain.errors import DomainError
from keys.errors import KeysError
from registry.errors import RegistryError

REFUSALS = (ApiError, DomainError, KeysError, RegistryError)
Refusal = ApiError | DomainError | KeysError | RegistryError

_NOBODY_KNOWS = frozenset({"writer-unreachable", "writer-unsure", "writer-stopped", "unexpected-error"})
"""Refusals behind which the act may or may not have been done: exit code 3."""
_NAMES_NO_FILE = frozenset({"file-unreadable", "not-a-file", "pass-phrase-unreadable"})
"""Refusals of a file that is not there or cannot be opened, whoever opens it: exit code 2."""


def main(arguments: Sequence[str] | None = None, *, around: Surroundings | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    around = around or _this_machine()
    language = _language(arguments, around)
    as_json = "--json" in arguments
    try:
        try:
            answer = run(arguments, language, around)
            show(answer, around.out, language=language, as_json=as_json)
            around.out.flush()
        except BrokenPipeError:
            raise  # whoever read has gone; below
        except OSError as error:
            raise _of_the_machine(error) from error
    except REFUSALS as refusal:
        _refuse(refusal, around, language, as_json=as_json)
        return _code(refusal)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing more is said when Python ends
        return CANNOT_TELL
    except KeyboardInterrupt:
        around.err.write("\n")
        return CANNOT_TELL
    except SystemExit as end:
        return int(cast("int", end.code) or 0)
    except Exception as error:  # noqa: BLE001 - a mistake of ours ends in a sentence and a log
        broken = _of_the_store(error) or _unexpected(error, arguments, around)
        _refuse(broken, around, language, as_json=as_json)
        return _code(broken)
    return answer.code


def _this_machine() -> Surroundings:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Thai is no reason to fail
    ask = getpass if sys.stdin is not None and sys.stdin.isatty() else None
    return Surroundings(os.environ, sys.stdout, sys.stderr, ask_pass_phrase=ask)


def _language(arguments: Sequence[str], around: Surroundings) -> Language:
    """Return the language, also when the rest of what was typed cannot be parsed."""
    named = _typed(arguments, "--lang") or around.environment.get("SARABAN_LANG", "th")
    return named if named in LANGUAGES else "th"


def _typed(arguments: Sequence[str], option: str) -> str | None:
    """Return what was typed behind *option*, when nothing else of it has been parsed."""
    value = None
    for place, argument in enumerate(arguments):
        if argument == option:
            value = next(iter(arguments[place + 1 : place + 2]), None)
        elif argument.startswith(f"{option}="):
            value = argument.removeprefix(f"{option}=")
    return value


def run(arguments: Sequence[str], language: Language, around: Surroundings) -> Answer:
    """Return what one command answers; what it refuses is raised."""
    if not all(argument.isascii() or _is_utf8(argument) for argument in arguments):
        raise WrongUsage("not-utf8", "What was typed is not UTF-8: set the terminal to it and type it again.")
    command, typed = parser.read(arguments, language)
    module, _, function = command.run.partition(":")
    run = getattr(import_module(f"api.cli.commands.{module}"), function)
    with Bar(around.err, command.help.said(language)) as bar:
        call = Call(typed, language, around, bar)
        return beside(cast("Answer", run(call)), call.noticed)


def _is_utf8(argument: str) -> bool:
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True


def _code(refusal: Refusal) -> int:
    if isinstance(refusal, WrongUsage) or refusal.slug in _NAMES_NO_FILE:
        return WRONG_USAGE
    return CANNOT_TELL if refusal.slug in _NOBODY_KNOWS else REFUSED


def _refuse(refusal: Refusal, around: Surroundings, language: Language, *, as_json: bool) -> None:
    from api.texts.refusals import sentence  # noqa: PLC0415 - a table that only refusals need

    if as_json:
        facts = {name: value if isinstance(value, int | str) else str(value) for name, value in refusal.facts.items()}
        error = {"slug": refusal.slug, "message": str(refusal), "facts": facts}
        around.out.write(harmless(json.dumps({"error": error}, ensure_ascii=False)) + "\n")
        return
    if isinstance(refusal, WrongUsage) and "usage" in refusal.facts:
        around.err.write(str(refusal.facts["usage"]))
    around.err.write(harmless(Text(sentence(refusal), str(refusal)).said(language)) + "\n")


def _of_the_machine(error: OSError) -> ApiError:
    """Return a refusal for what the machine refused: no room, no permission, no such folder."""
    why = error.strerror or str(error)
    file = str(error.filename or "")
    return ApiError("machine-refused", f"The machine refused {file or 'to write'}: {why}.", file=file, why=why)


def _of_the_store(error: Exception) -> ApiError | None:
    """Return a refusal for a database that cannot be read, or None when it is another error.

    The database's library is looked up among what was imported: `verify` must not import it to name its errors.
    """
    kinds = [
        getattr(sys.modules[module], kind)
        for module, kind in (("sqlite3", "Error"), ("eventsourcing.persistence", "PersistenceError"))
        if module in sys.modules
    ]
    if not isinstance(error, tuple(kinds)):
        return None
    return ApiError(
        "database-damaged",
        f"The registry's database cannot be read: {error}. Look at it with saraban audit.",
        why=str(error),
    )


def _unexpected(error: Exception, arguments: Sequence[str], around: Surroundings) -> ApiError:
    """Write the traceback to a log that only the owner reads, and return the sentence that says where."""
    home = Path(_typed(arguments, "--home") or around.environment.get("SARABAN_HOME", ""))
    folder = home if (home / "register.db").exists() else Path(tempfile.gettempdir())
    log = folder / "saraban-errors.log"
    with os.fdopen(os.open(log, os.O_CREAT | os.O_APPEND | os.O_WRONLY | os.O_NOFOLLOW, 0o600), "a") as file:
        file.writelines(traceback.format_exception(error))
    return ApiError(
        "unexpected-error",
        f"Something went wrong inside saraban ({type(error).__name__}); {log} says where.",
        log=str(log),
    )


if __name__ == "__main__":
    sys.exit(main())
