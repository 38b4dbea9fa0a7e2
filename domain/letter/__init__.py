"""One official letter that goes out (หนังสือส่ง), from its admission to its last day.

    number reserved ─▶ signed (electronically │ by hand │ sealed) ─admit─▶ issued ─dispatch─▶ dispatched
                                                                             │                  │ ▲ delivery attempted,
                                                                             ▼                  ▼ │ answered, confirmed
                                                                          withdrawn (cancelled │ superseded)

What a person signs is a statement of its own; the seal's ``letter.issued`` admits it and continues the
letter's stream, in which everything is decided that is decided once.
"""
