"""What every refusal has in common."""

from tests.api.cli.conftest import Clerk, Ran


def facts(saraban: Clerk) -> int:
    return sum(1 for _ in saraban.world.register.store.after(-1, 10_000))


def refused(saraban: Clerk, *typed: str, code: int = 1) -> Ran:
    """Type what must be refused: in Thai on standard error, in one line, and with nothing written."""
    before = facts(saraban)

    ran, as_json = saraban(*typed), saraban(*typed, "--json")

    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert "Traceback" not in ran.err
    assert (ran.code, as_json.code) == (code, code)
    assert facts(saraban) == before
    return Ran(ran.code, as_json.out, ran.err)
