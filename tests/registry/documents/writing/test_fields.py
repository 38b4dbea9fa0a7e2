"""letter.json: one letter, one file; nothing else is taken for one."""

import json

import pytest
from hypothesis import given, settings

from domain.letter.text import LetterText
from registry import canonical
from registry.documents.writing.content import Body
from registry.documents.writing.fields import LARGEST, read_fields, write_fields
from registry.errors import NotCanonical
from tests.registry.documents.test_written_and_read import bodies, letters
from tests.registry.documents.writing.letters import BODY, EXAMPLES, LETTER, ORIGIN


def written(**changed: object) -> bytes:
    """Return the fields of the example, changed without any check."""
    value = json.loads(write_fields(LETTER, BODY, origin=ORIGIN))
    return canonical.encode(value | changed)


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_written_is_read(name: str) -> None:
    letter, body = EXAMPLES[name]

    fields = read_fields(write_fields(letter, body, origin=ORIGIN))

    assert (fields.letter, fields.body, fields.log) == (letter, body, ORIGIN)


@given(letters, bodies)
@settings(max_examples=50, deadline=None)
def test_any_letter_that_is_written_is_read(letter: LetterText, body: Body) -> None:
    fields = read_fields(write_fields(letter, body, origin=ORIGIN))

    assert (fields.letter, fields.body) == (letter, body)


def test_the_same_letter_has_the_same_bytes_in_canonical_form() -> None:
    data = write_fields(LETTER, BODY, origin=ORIGIN)

    assert data == write_fields(LETTER, BODY, origin=ORIGIN)
    assert canonical.encode(json.loads(data)) == data


def test_the_code_of_the_paper_is_not_in_the_file() -> None:
    assert set(json.loads(write_fields(LETTER, BODY, origin=ORIGIN))) == {
        "v", "typ", "log", "letter", "text", "address", "mark", "in_force",
    }  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        written(v=2),
        written(typ="statement"),
        written(v=True),
        written(text=[]),
        written(text="ก"),
        written(text=[1]),
        written(log=None),
        written(more="ก"),
        written(letter={}),
        written(letter=json.loads(write_fields(LETTER, BODY, origin=ORIGIN))["letter"] | {"more": 1}),
        written(letter=json.loads(write_fields(LETTER, BODY, origin=ORIGIN))["letter"] | {"dated": "2021-2-10"}),
        written(letter=json.loads(write_fields(LETTER, BODY, origin=ORIGIN))["letter"] | {"dated": "2021-02-30"}),
        written(letter=json.loads(write_fields(LETTER, BODY, origin=ORIGIN))["letter"] | {"kind": "novel"}),
        written()[:-1],
        written() + b"\n",
        written().replace(b'"v":1', b'"v": 1'),
        written().replace(b'{"address"', b'{"address":null,"address"', 1),
        b"{}",
        b"[]",
        b"",
        b"[" * 5000,
        b'{"v":1.0}',
        b'{"a":"' + b"x" * LARGEST + b'"}',
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical, match=r"."):
        read_fields(data)


def test_fields_that_nobody_would_read_are_not_written() -> None:
    with pytest.raises(NotCanonical, match="shorten its text"):
        write_fields(LETTER, Body(("ก" * LARGEST,)), origin=ORIGIN)
