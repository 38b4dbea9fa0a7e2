"""The registers as tables: looking, keyboard entry, spreadsheets in and out, one letter's entry."""
