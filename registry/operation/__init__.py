"""How the registry runs: projections, queues, the writer, the log, disk, certificates, clock; nothing of any letter."""
