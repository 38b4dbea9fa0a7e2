"""The papers of a registry office that are no letters: stamp, register pages, delivery book, slips, outage sheet."""
