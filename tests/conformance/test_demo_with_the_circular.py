"""The demo over the founding circular's own text, where somebody has it."""

import json
from io import StringIO
from pathlib import Path

from api.cli.call import Surroundings
from api.cli.main import main
from domain.letter.events import LetterSigned
from registry.reader import Reader
from tests.conformance.shared import shared
from tests.thorough import thoroughly

pytestmark = thoroughly


def test_the_circular_s_own_text_is_what_is_signed(tmp_path: Path) -> None:
    path = shared("letters/00-founding-circular-2564.txt")
    out = StringIO()
    around = Surroundings({"SARABAN_SHARED": str(path.parents[1])}, out, StringIO())

    code = main(["demo", "--home", str(tmp_path / "registry"), "--json"], around=around)

    assert code == 0
    with Reader(Path(json.loads(out.getvalue())["home"])) as reader:
        facts = [line.statement.fact for line in reader.facts()]
    signed = next(fact.letter for fact in facts if isinstance(fact, LetterSigned))
    assert f"เรื่อง {signed.subject}\n" in path.read_text(encoding="utf-8")
    assert [(one.quantity, one.sha256 is not None) for one in signed.attachments] == [(1, True)] * 3
    assert [one.hours for one in signed.directives] == [None, "09.30-12.30"]
