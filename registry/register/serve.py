"""The writer as a process: ``python -m registry.register.serve HOME``.

It holds ``writer.lock`` while it runs, so that a second one ends at once, and listens on ``writer.sock``.
After a quarter of an hour without a request it ends by itself; the next client starts it again.
"""

import asyncio
import fcntl
import gc
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from registry.errors import NotCanonical
from registry.home import Home
from registry.register.protocol import ID_SIZE, LARGEST_FRAME, STOP, write_answer
from registry.register.work import REFUSALS
from registry.register.writer import Writer
from registry.wiring import open_register

IDLE = 900.0
"""Seconds without a connection after which the process ends."""
HALF_A_FRAME = 30.0
"""Seconds that the rest of a begun frame may take."""


class Server:
    """Connections of one writer."""

    def __init__(self, writer: Writer) -> None:
        """Serve *writer*."""
        self._writer = writer
        self._open = 0
        self.ending = asyncio.Event()
        self.last_used = asyncio.get_running_loop().time()

    async def serve(self, reader: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection, one after the other."""
        self._open += 1
        try:
            while not self.ending.is_set():
                size = int.from_bytes(await reader.readexactly(4), "big")
                if not ID_SIZE < size <= LARGEST_FRAME and size != len(STOP):
                    out.write(_frame(write_answer(_bad_frame(size))))
                    break
                async with asyncio.timeout(HALF_A_FRAME):
                    data = await reader.readexactly(size)
                if data == STOP:
                    out.write(_frame(write_answer({})))
                    self.ending.set()
                    break
                out.write(_frame(await self._answer(data)))
                await out.drain()
                self.last_used = asyncio.get_running_loop().time()
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError, TimeoutError):
            pass  # the caller went away, or the writer ends; what was asked will be asked again under its id
        finally:
            self._open -= 1
            out.close()

    async def _answer(self, data: bytes) -> bytes:
        try:
            return write_answer(await self._writer.ask(data[:ID_SIZE], data[ID_SIZE:]))
        except REFUSALS as refusal:
            return write_answer(refusal)

    async def watch(self) -> None:
        """End when nobody has asked for a while, or when the register is unsure."""
        while not self._writer.failed.done():
            idle = asyncio.get_running_loop().time() - self.last_used
            if idle > IDLE and not self._open:
                break
            await asyncio.wait([self._writer.failed], timeout=min(5.0, IDLE))
        self.ending.set()


async def run(home: Home) -> None:
    """Serve the registry in *home* until told to stop."""
    with open_register(home.path) as register:
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)  # a group makes many objects that die with it
        writer = Writer.open(register)
        server = Server(writer)
        os.chdir(home.path)  # a socket's path is short: at most 107 bytes
        with suppress(FileNotFoundError):
            os.unlink(home.socket.name)  # noqa: PTH108 - relative on purpose, as above
        before = os.umask(0o177)
        listening = await asyncio.start_unix_server(server.serve, home.socket.name, backlog=512)
        os.umask(before)
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, server.ending.set)
        watching = asyncio.create_task(server.watch())
        await server.ending.wait()
        watching.cancel()
        listening.close()
        with suppress(FileNotFoundError):
            os.unlink(home.socket.name)  # noqa: PTH108
        await writer.close()
        if writer.failed.done():
            writer.failed.result()


def main(folder: str) -> int:
    """Run the writer of the registry in *folder*; 0 also when another one is running."""
    home = Home(Path(folder).absolute())
    lock = os.open(home.lock, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return 0
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
    try:
        asyncio.run(run(home))
    except REFUSALS as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201 - the process's own log
        return 1
    return 0


def _frame(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _bad_frame(size: int) -> NotCanonical:
    return NotCanonical("request-too-large", f"A request of {size} bytes cannot be read.", size=size)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
