"""``saraban serve``: the registry's pages, until the process is told to end."""

from api.cli.answer import Answer
from api.cli.call import Call
from api.texts.text import Text
from registry.wiring import system_clock


def serve(call: Call) -> Answer:
    """Serve the pages; this command ends when it is interrupted."""
    from api.serve import serve as run  # noqa: PLC0415 - no other command needs the web
    from api.settings import Settings  # noqa: PLC0415

    typed = call.typed
    settings = Settings(call.home, typed.address, clock=call.around.clock or system_clock)
    call.around.err.write(f"{settings.address}\n")
    run(settings, host=typed.host, port=typed.port)
    return Answer({"served": settings.address}, [Text("หยุดให้บริการแล้ว", "The pages are closed.")])
