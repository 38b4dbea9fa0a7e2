"""What happened to a letter, an officer or a unit: fact by fact, who said it, and what it changed."""
