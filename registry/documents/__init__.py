"""Letters as documents: what stands in one is read into a draft, and written out as the file people receive."""
