"""Everything that is kept is verified again, from nothing but the store and the trust roots.

    schema and index ─▶ every fact, group by group ─▶ numbers, answers, files ─▶ signed heads ─▶ tiles
                        │ opens at its place, canonical, next of its stream
                        │ the rules of the work allow it, its signer had the right
                        │ its leaves are exactly these, the tree had the root that it saw
                        └ its signature holds (of a long log, verified by a process beside)

Nothing that the writer holds in memory is used, and the rows are read without the event library. The first
bad position is named. What is odd and proves nothing wrong is a remark.
"""
