"""What an auditor asks on the first day, each question with its ready answer: rows under columns."""
