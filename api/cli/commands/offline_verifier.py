"""``saraban offline-verifier``: the verifier for readers' own browsers, as one file that works without a network."""

from hashlib import sha256
from pathlib import Path

from api import offline
from api.cli.answer import Answer
from api.cli.call import Call
from api.cli.outputs import write_new
from api.texts.text import Text
from registry.reader import Reader


def offline_verifier(call: Call) -> Answer:
    """Write the file, and print its SHA-256, which the office publishes another way."""
    output = str(call.typed.output)
    with Reader(call.home) as reader:
        data = offline.offline_page(offline.Pinned.of(reader))
    write_new(Path(output), data)
    digest = sha256(data).hexdigest()
    said = [
        Text(
            "เขียนเครื่องตรวจลง {file} แล้ว ค่า SHA-256 ที่ต้องประกาศ:", "The verifier is in {file}. Publish its SHA-256:"
        ).with_(file=output),
        Text("   {digest}", "   {digest}").with_(digest=digest),
    ]
    return Answer({"file": output, "sha256": digest, "bytes": len(data)}, said)
