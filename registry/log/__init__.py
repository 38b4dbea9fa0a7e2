"""The one history: leaves in a Merkle tree, its tiles, checkpoints and proofs."""
