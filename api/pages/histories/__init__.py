"""Histories (ประวัติ): what happened to a letter, an order, a unit or a person, fact by fact; the states between."""
