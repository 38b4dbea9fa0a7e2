import pytest

from domain.errors import InvalidValue
from domain.values import digest, digest_bytes

RAW = bytes(range(32))
WRITTEN = "sha256:" + RAW.hex()


def test_a_digest_is_read_as_it_was_written() -> None:
    assert digest(RAW) == WRITTEN
    assert digest_bytes(WRITTEN) == RAW


@pytest.mark.parametrize(
    "text",
    [
        "",
        RAW.hex(),
        "sha512:" + RAW.hex(),
        "sha256:" + RAW.hex().upper(),
        "sha256:" + RAW.hex()[:-2],
        "sha256:" + RAW.hex() + "00",
        "sha256:" + RAW.hex(" "),
        "sha256:" + RAW.hex()[:-2] + "  ",
        WRITTEN + "\n",
        "sha256:" + "๐" * 64,
    ],
)
def test_a_digest_has_one_spelling(text: str) -> None:
    with pytest.raises(InvalidValue, match="is not a digest"):
        digest_bytes(text)


def test_a_digest_is_of_thirty_two_bytes() -> None:
    with pytest.raises(InvalidValue, match="32 bytes, not 31"):
        digest(RAW[:31])
