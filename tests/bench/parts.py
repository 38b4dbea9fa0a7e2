"""Where one letter's time goes in the writer's process, in CPU microseconds a letter."""

import time
from collections.abc import Callable
from typing import Any

from domain.series import Purpose, SeriesKind
from registry import requests
from registry.register.desk import new_request_id
from registry.register.work import asked
from tests.bench.registering import signed
from tests.registry.world import World

GROUP = 64
STEPS = {
    "_verify": "read the statement, verify the official's signature",
    "decide": "rules, numbers, statements of the seal",
    "_seal_facts": "two signatures of the seal",
    "_place": "positions, salts, leaves, root",
    "append": "states sealed, SQL, durable",
    "advance": "signer's record, checkpoint",
    "write": "tiles",
    "_answer": "proof and answer",
}


def microseconds(world: World, letters: int) -> dict[str, float]:
    """Return each step's CPU microseconds for one letter, registered by one thread in groups of 64."""
    register = world.register
    spent = dict.fromkeys(STEPS, 0.0)

    def timed(owner: Any, step: str) -> Callable[[], None]:
        whole = getattr(owner, step)

        def measured(*args: Any, **kwargs: Any) -> Any:
            began = time.process_time()
            try:
                return whole(*args, **kwargs)
            finally:
                spent[step] += time.process_time() - began

        setattr(owner, step, measured)
        return lambda: setattr(owner, step, whole)

    ledger = register.ledger
    owners = {"_place": ledger, "append": ledger.store, "advance": ledger.signer, "write": ledger.tiles}
    restore = [timed(owners.get(step, register), step) for step in STEPS]
    ready = signed(world, letters)
    reserve = requests.encode(requests.Reserve(world.series[SeriesKind.CIRCULAR], Purpose.ELECTRONIC, "clerk"))
    for start in range(0, letters, GROUP):
        some = list(ready.values())[start : start + GROUP]
        register.process([asked(new_request_id(), reserve) for _ in some])
        register.process([asked(new_request_id(), admit) for admit in some])
    for back in restore:
        back()
    return {step: 1e6 * seconds / letters for step, seconds in spent.items()}
