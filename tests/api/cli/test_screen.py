"""What people wrote is shown, and never obeyed."""

import io

from api.cli.answer import Answer, Table
from api.cli.screen import show
from api.texts.text import Text, plain
from api.trees import Branch, Mark, Tree

HOSTILE = "เรื่อง\x1b[2J\x9b31m\u202eกลับ [bold]"
SHOWN = "เรื่อง\\u001b[2J\\u009b31m\\u202eกลับ [bold]"


def shown(*said: Text | Table, as_json: bool = False) -> str:
    out = io.StringIO()
    show(Answer({"subject": HOSTILE}, said), out, language="th", as_json=as_json)
    return out.getvalue()


def test_control_characters_in_other_peoples_words_do_not_steer_the_terminal() -> None:
    assert shown(plain(HOSTILE)) == f"{SHOWN}\n"
    assert SHOWN in shown(Table([Text("เรื่อง", "subject")], [[HOSTILE]], plain(HOSTILE)))


def test_json_keeps_them_as_escapes() -> None:
    assert shown(as_json=True) == f'{{"subject": "{SHOWN}"}}\n'


def test_a_table_speaks_the_language_of_its_reader() -> None:
    table = Table([Text("สถานะ", "state")], [[Text("ส่งแล้ว", "sent")]])
    out = io.StringIO()

    show(Answer({}, [table]), out, language="en", as_json=False)

    assert "state" in out.getvalue()
    assert "sent" in out.getvalue()
    assert "ส่งแล้ว" not in out.getvalue()


def test_a_tree_is_drawn_with_a_sign_and_words_and_its_words_steer_nothing() -> None:
    below = [Branch("หน่วย", Text("เพิ่ม", "added"), mark=Mark.ADDED), Branch("อื่น", plain(""))]
    out = io.StringIO()

    show(Answer({}, [Tree(plain("t"), [Branch(HOSTILE, plain(HOSTILE), below)])]), out, language="en", as_json=False)

    assert out.getvalue().splitlines() == ["t", f"└── {SHOWN}  {SHOWN}", "    ├── + หน่วย  added", "    └── อื่น"]
