"""New letters (ร่างหนังสือ): begun from a file, an empty form or pasted rows; filled in, looked at, sent for signature.

    /drafts          what is in hand             /drafts/new          three ways to begin
    /drafts/ID       the form, or where it stands   …/preview  …/send   pages as pictures, who signs

Opening a form reserves no number: nothing here asks the writer but the buttons on letters on paper.
"""

from api.pages.drafts import beginning, filling, pictures, sending

ROUTES = (*beginning.ROUTES, *filling.ROUTES, *sending.ROUTES, *pictures.ROUTES)
