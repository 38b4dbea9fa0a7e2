"""``python -m registry.verify BUNDLE --trust roots.pem --log-key KEY``."""

from registry.verify.command import run

run()
