"""New letters (ร่างหนังสือ): begun from a file, an empty form or pasted rows; filled in, looked at, sent for signature."""
