"""Samples of a register, drawn at random so that anybody can draw the same again."""
