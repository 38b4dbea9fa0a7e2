"""What people do at an office, as whole acts: the command line and the pages parse, call these, and answer.

    office     who acts, by which key, in which series; where everything else begins
    founding   a registry is opened; officers and keys are enrolled
    specimen   throw-away keys for trying it out
    files      small files that people hand in
    drafts     a letter on its way to the signatory, as the file that people edit
    issuing    register a letter or order in one act; enter one that was signed on paper or sealed
    outgoing   dispatch, delivery, telephone, correction, cancellation
    incoming   numbers for paper, the receive book, the secret book
    answering  a recipient acknowledges or returns
    performing what becomes of what a letter asks for, and by which day
    elsewhere  the same from another machine: what the recipient needs, makes and sends back

Everything that decides is in `domain`; everything that stores is behind the desk.
"""
