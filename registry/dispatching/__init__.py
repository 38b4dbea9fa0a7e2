"""Letters on their way out: mails prepared for the office's central mailbox, and reminders of what is owed."""
