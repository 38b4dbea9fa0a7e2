"""Letters on their way out, for clerks: sending, mails, results, following up, lists of addressees, reminders."""
