"""Who may use the office's pages, and who is signed in.

An account is no authority: that comes from enrolment and orders.
"""
