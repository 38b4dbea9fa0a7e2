"""The bar: only on a terminal, only for those who wait, and never where somebody types."""

import io
import time

from api.cli.progress import Bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_takes_long_shows_a_bar_that_goes_away() -> None:
    err = Terminal()

    with Bar(err, "ตรวจทะเบียน", patience=0) as bar:
        time.sleep(0.3)
        bar.report(1, 2)
        time.sleep(0.3)

    assert "ตรวจทะเบียน" in err.getvalue()
    assert "50%" in err.getvalue()


def test_what_is_quick_shows_nothing() -> None:
    err = Terminal()

    with Bar(err, "ตรวจทะเบียน") as bar:
        bar.report(1, 2)

    assert err.getvalue() == ""


def test_a_file_gets_no_bar() -> None:
    err = io.StringIO()

    with Bar(err, "ตรวจทะเบียน", patience=0):
        time.sleep(0.2)

    assert err.getvalue() == ""


def test_the_bar_stands_aside_while_a_pass_phrase_is_typed() -> None:
    err = Terminal()

    with Bar(err, "ตรวจทะเบียน", patience=0) as bar, bar.aside():
        err.truncate(0)
        time.sleep(0.3)

        assert err.getvalue().strip("\0") == ""
