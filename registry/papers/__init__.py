"""Working papers: what an office has on its desks before and beside the register. Nothing here is evidence."""
