"""The demo."""

from api.cli.catalogue.command import Command
from api.texts.text import Text

COMMANDS: tuple[Command, ...] = (
    Command(
        "demo",
        Text(
            "สาธิตชีวิตของหนังสือเวียนฉบับหนึ่งในทะเบียน SPECIMEN (ถ้าไม่ระบุ --home: .demo/registry ซึ่งสร้างใหม่ทุกครั้ง)",
            "a circular's whole life in a SPECIMEN registry (without --home: .demo/registry, made anew each time)",
        ),
        "demo:demo",
    ),
)
