"""Proposals (ข้อเสนอ): what waits for an officer, what will be true after it, and the place where it is signed."""
