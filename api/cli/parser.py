"""From the catalogue to the standard library's argument parser, in the language of whoever types.

Only the command that was typed gets its options: building all of them would cost more than some commands
take to run.
"""

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn

from api.cli.catalogue import CATALOGUE
from api.cli.catalogue.command import Command, Option
from api.errors import WrongUsage
from api.texts.text import LANGUAGES, Language, Text

EVERYWHERE = (
    Option(
        "--home",
        Text("โฟลเดอร์ของทะเบียน (หรือ SARABAN_HOME)", "the registry's folder (or SARABAN_HOME)"),
        metavar="DIR",
        default=argparse.SUPPRESS,
    ),
    Option(
        "--lang",
        Text("ภาษา: th ไทย, en อังกฤษ (หรือ SARABAN_LANG)", "language: th or en (or SARABAN_LANG)"),
        choices=LANGUAGES,
        default=argparse.SUPPRESS,
    ),
    Option(
        "--json",
        Text("ตอบเป็น JSON ก้อนเดียว", "answer with one JSON value"),
        flag=True,
        default=argparse.SUPPRESS,
    ),
)
"""Options that every command takes, before or behind its name."""

_ABOUT = Text(
    "ทะเบียนหนังสือราชการที่ทุกรายการลงลายมือชื่อไว้และใครก็ตรวจสอบได้",
    "A register of official letters in which everything is signed and anybody can check it.",
)
_COMMANDS = Text("คำสั่ง", "commands")
_OPTIONS = Text("ตัวเลือก", "options")
_NAMED = Text("สิ่งที่ระบุ", "what to name")
_USAGE = Text("วิธีใช้: ", "usage: ")
_HELP = Text("แสดงคำอธิบายนี้", "show this help")

_NO_SUCH_COMMAND = re.compile(r"argument COMMAND: invalid choice: ('.*?') \(choose from .*")
_THAI_MISTAKES = (
    (r"There is no command (.*)", r"ไม่มีคำสั่ง \1"),
    (r"the following arguments are required: (.*)", r"ยังไม่ได้ระบุ \1"),
    (r"unrecognized arguments: (.*)", r"ไม่รู้จัก \1"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"\1 ไม่มีตัวเลือก \2 เลือกได้จาก \3"),
    (r"argument (.*): invalid whole value: (.*)", r"\1 ต้องเป็นจำนวนเต็ม ไม่ใช่ \2"),
    (r"argument (.*): invalid count value: (.*)", r"\1 ต้องเป็นจำนวนเต็มตั้งแต่ ๐ ขึ้นไป ไม่ใช่ \2"),
    (r"argument (.*): expected (?:one argument|.*)", r"\1 ต้องมีค่าตามหลัง"),
    (r"ambiguous option: (.*) could match (.*)", r"\1 อาจหมายถึง \2 โปรดพิมพ์ให้ครบ"),
)


class Parser(argparse.ArgumentParser):
    """Says what is wrong in the chosen language, as a refusal like any other."""

    def __init__(self, *, language: Language, **settings: object) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **settings)  # type: ignore[arg-type] # argparse's own
        self.language = language
        self.things = self.add_argument_group(_NAMED.said(language))
        self.choices = self.add_argument_group(_OPTIONS.said(language))
        self.choices.add_argument("-h", "--help", action="help", help=_HELP.said(language))

    def add(self, options: Sequence[Option]) -> None:
        """Add options of the catalogue."""
        for option in options:
            _add(self, option)

    def format_usage(self) -> str:
        """Return the usage, its heading in the chosen language."""
        return self._worded(super().format_usage())

    def format_help(self) -> str:
        """Return the help, its heading in the chosen language."""
        return self._worded(super().format_help())

    def _worded(self, text: str) -> str:
        return re.sub(r"^usage: ", _USAGE.said(self.language), text)

    def error(self, message: str) -> NoReturn:
        """Refuse what was typed."""
        message = _NO_SUCH_COMMAND.sub(r"There is no command \1", message)
        thai = message
        for pattern, words in _THAI_MISTAKES:
            if re.fullmatch(pattern, message):
                thai = re.sub(pattern, words, message)
        raise WrongUsage(
            "wrong-usage",
            f"{message[:1].upper()}{message[1:]}. Type {self.prog} --help.",
            mistake=thai,
            program=self.prog,
            usage=self.format_usage(),
        )


def read(arguments: Sequence[str], language: Language) -> tuple[Command, argparse.Namespace]:
    """Return the command that was typed, and its options.

    Raises:
        WrongUsage: no such command, or not with these options.
        SystemExit: help was asked for and has been printed.
    """
    wanted = _wanted(arguments)
    parser = _parser(language, wanted)
    typed = parser.parse_args(arguments)
    command = getattr(typed, "command", None)
    if not isinstance(command, Command):
        parser.error(Text("ยังไม่ได้ระบุคำสั่ง", "no command was named").said(language))
    return command, typed


def _wanted(arguments: Sequence[str]) -> Command | None:
    """Return the command that the first words name, before anything is parsed."""
    words = []
    skip = False
    for argument in arguments:
        if skip:
            skip = False
        elif argument in {"--home", "--lang"}:
            skip = True
        elif not argument.startswith("-"):
            words.append(argument)
    for command in CATALOGUE:
        name = command.name.split()
        if words[: len(name)] == name:
            return command
    return None


def _parser(language: Language, wanted: Command | None) -> Parser:
    parser = Parser(language=language, prog="saraban", description=_ABOUT.said(language))
    parser.add(EVERYWHERE)
    below = parser.add_subparsers(title=_COMMANDS.said(language), metavar="COMMAND", parser_class=Parser)
    groups: dict[str, argparse._SubParsersAction[Parser]] = {}
    for command in (wanted,) if wanted else CATALOGUE:
        group, _, word = command.name.rpartition(" ")
        if group and group not in groups:
            about = " · ".join(one.name.split()[1] for one in CATALOGUE if one.name.startswith(f"{group} "))
            grouped = below.add_parser(group, help=about, description=about, language=language)
            groups[group] = grouped.add_subparsers(
                title=_COMMANDS.said(language), metavar="COMMAND", parser_class=Parser
            )
        said = command.help.said(language)
        one = (groups[group] if group else below).add_parser(word, help=said, description=said, language=language)
        one.add((*command.options, *EVERYWHERE))
        one.set_defaults(command=command)
    return parser


def _add(parser: Parser, option: Option) -> None:
    help_ = option.help.said(parser.language).replace("%", "%%")
    if not option.name.startswith("-"):
        parser.things.add_argument(
            option.name,
            help=help_,
            metavar=option.metavar,
            choices=option.choices,
            type=option.kind,
            nargs="?" if option.optional else "*" if option.repeated else None,
        )
    elif option.flag:
        parser.choices.add_argument(option.name, help=help_, action="store_true", default=option.default or False)
    else:
        parser.choices.add_argument(
            *filter(None, (option.short, option.name)),
            help=help_,
            metavar=tuple(option.metavar.split()) if option.parts and option.metavar else option.metavar,
            choices=option.choices,
            type=option.kind,
            required=option.required,
            nargs=option.parts,
            action="append" if option.repeated else "store",
            default=option.default,
        )
