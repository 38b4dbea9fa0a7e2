"""From a document to a draft: its file opened in `files`, its form found in `forms`, the pieces of every form here."""
