"""Answers to the questions that people ask of a registry; each is derived from the facts and can be thrown away."""
