"""The demo: the circular that founded the registry lives its whole life in a specimen of it.

facts    what is known of the circular, what it rests on, and what is made up (สมมติ)
papers   the letter's text, the order, the attachments
stage    the registry, its clock, and everybody's throw-away keys
teller   how it is told: every line says SPECIMEN and the day
story    what happens, from the empty registry to the audit
"""
