"""One office whose people type commands: everything runs in this process, over a real registry."""

import io
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from api.cli.call import Surroundings
from api.cli.main import main
from keys import pkcs12
from keys.signing import SigningKey
from registry.register.desk import LocalDesk
from tests.registry.world import World

PASS_PHRASE = "ถ้อยคำลับ"  # noqa: S105 - of keys that guard nothing


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        """The JSON value on standard output, and nothing beside it."""
        return json.loads(self.out)

    @property
    def refused(self) -> str:
        """The slug of the refusal."""
        return str(self.answer["error"]["slug"])


@dataclass
class Clerk:
    """Somebody at a terminal of the office."""

    world: World
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __call__(self, *typed: str, ask: str | None = None) -> Ran:
        """Type a command; *ask* is what is typed when a pass phrase is asked for."""
        out, err = io.StringIO(), io.StringIO()
        around = Surroundings(
            environment={"SARABAN_HOME": str(self.world.folder), "SARABAN_CLERK": "clerk", **self.environment},
            out=out,
            err=err,
            clock=self.world.clock,
            desk=lambda _folder: LocalDesk(self.world.register),
            ask_pass_phrase=None if ask is None else lambda _prompt: ask,
        )
        return Ran(main(typed, around=around), out.getvalue(), err.getvalue())

    def json(self, *typed: str) -> Any:
        """Type a command that must be fine, and return its JSON."""
        ran = self(*typed, "--json")
        assert ran.code == 0, ran.out + ran.err
        assert ran.err == ""
        return ran.answer

    def key(self, who: str, key: SigningKey | None = None) -> tuple[str, ...]:
        """The options by which somebody signs."""
        file = self.folder / f"{who}.p12"
        if not file.exists():
            signing = key or self.world.people[who].key
            file.write_bytes(pkcs12.write(signing, PASS_PHRASE.encode(), iterations=1))
        return ("--key", str(file), "--passphrase-file", str(self.pass_phrase()))

    def pass_phrase(self, words: str = PASS_PHRASE) -> Path:
        """A file with a pass phrase, for its owner alone."""
        file = self.folder / f"phrase-{len(words)}"
        file.touch(mode=0o600)
        file.write_text(words + "\n", encoding="utf-8")
        return file

    def file(self, name: str, content: str | bytes) -> str:
        """A file in the folder where drafts lie."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def draft(self, **fields: object) -> str:
        """A draft of a circular to the first two recipients."""
        draft = {
            "circular": True,
            "subject": "ขอเชิญประชุมชี้แจงโครงสร้างใหม่",
            "addressees": ["ผู้ว่าราชการจังหวัดกระบี่", "ผู้ว่าราชการจังหวัดกาญจนบุรี"],
            "body": ["ด้วยจะมีการประชุม", "จึงเรียนมาเพื่อโปรดทราบ"],
            **fields,
        }
        return self.file(
            "draft.json", json.dumps({k: v for k, v in draft.items() if v is not None}, ensure_ascii=False)
        )

    def registered(self, **fields: object) -> str:
        """Register a letter and return its number."""
        return str(self.json("register", self.draft(**fields), *self.key("dg"))["number"])

    def final(self, number: str) -> bytes:
        """The file that a registered letter was issued with."""
        issued = next(fact for fact in self.json("show", number)["facts"] if fact["name"].endswith(".issued.v1"))
        return self.world.register.blobs.get(issued["fields"]["final"])

    def printed(self, number: str) -> str:
        """What stands in the file of a registered letter, without spaces: lines break where Thai words end."""
        with closing(pdfium.PdfDocument(self.final(number))) as pdf:
            pages = [page.get_textpage().get_text_range() for page in pdf]
        return "".join("".join(pages).split())

    def dispatched(self, **fields: object) -> str:
        """Register a letter, send it, and return its number."""
        number = self.registered(**fields)
        self.json("dispatch", number, "--channel", "central_mail")
        return number


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An office on 9 February 2564, with people and books."""
    world = World.staffed(tmp_path / "registry")
    yield world
    world.close()


@pytest.fixture
def saraban(world: World, tmp_path: Path) -> Clerk:
    """The command, typed in that office."""
    folder = tmp_path / "desk"
    folder.mkdir()
    return Clerk(world, folder)
