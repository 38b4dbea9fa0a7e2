"""The HTTP API for programs, under ``/api/v1``: see `api.routes.v1`.

kit            what routes share: problems, keys of requests, letters that a visitor may read
books          registers page by page, search, one letter, its evidence
outgoing       sending, results, confirmations, remarks, corrections, withdrawal
directives     what letters ask for: notes, deadlines, who has done what; the calendar
incoming       numbers, letters that come in, what becomes of them
statements     what people signed elsewhere, and files
jobs           what takes long, with its progress
public         what anybody may ask: verification, the log's newest checkpoint
"""
