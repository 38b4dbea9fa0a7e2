"""Makes a typeset letter ready for its official's signature: the field, the seen words, and the gap."""
