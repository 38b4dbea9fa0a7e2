"""Commands about the pages: serving them."""

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
)
