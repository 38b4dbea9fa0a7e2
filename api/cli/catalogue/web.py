"""Commands about the pages: serving them, and the verifier for readers' own browsers."""

from api.cli.catalogue.command import Command, Option, whole
from api.texts.text import Text

COMMANDS: tuple[Command, ...] = (
    Command(
        "serve",
        Text("เปิดหน้าเว็บของทะเบียน", "serve the registry's pages"),
        "serving:serve",
        (
            Option(
                "--address",
                Text(
                    "ที่อยู่ที่คนพิมพ์ในเบราว์เซอร์ เช่น https://registry.example.go.th (ปริยาย http://127.0.0.1:8000)",
                    "the address that people type, e.g. https://registry.example.go.th (default http://127.0.0.1:8000)",
                ),
                "URL",
                default="http://127.0.0.1:8000",
            ),
            Option(
                "--host",
                Text("รับคำขอที่การ์ดเครือข่ายใด (ปริยาย 127.0.0.1)", "on which interface (default 127.0.0.1)"),
                "HOST",
                default="127.0.0.1",
            ),
            Option(
                "--port",
                Text("พอร์ต (ปริยายตามที่อยู่)", "the port (default: that of the address)"),
                "PORT",
                kind=whole,
            ),
        ),
    ),
    Command(
        "offline-verifier",
        Text(
            "เขียนเครื่องตรวจหลักฐานเป็นแฟ้ม HTML แฟ้มเดียว ใช้ได้โดยไม่ต่อเครือข่าย",
            "write the verifier for browsers as one HTML file that works without a network",
        ),
        "offline_verifier:offline_verifier",
        (
            Option(
                "--output", short="-o", help=Text("แฟ้มที่จะเขียน", "the file to write"), metavar="FILE.html", required=True
            ),
        ),
    ),
)
