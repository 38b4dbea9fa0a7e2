"""``python -m registry.verify.proof PROOF --trust roots.pem --log-key KEY``."""

from registry.verify.proof.command import run

run()
