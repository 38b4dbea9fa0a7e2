"""The auditor's desk: what was in the registers and when, whether anything is missing, samples, audits, exports."""
