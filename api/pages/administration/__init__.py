"""The administrator's desk (ดูแลระบบ): officers and keys, accounts, books, calendar, how the office's letters look.

An administrator prepares: what changes anybody's authority is proposed here and signed by registrars.
"""
