"""The log explorer (บันทึก): checkpoints, leaves, proofs and the map of newest states, for auditors."""
