"""The structure as the writer, the audit and whoever reads facts know it."""
