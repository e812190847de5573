"""A mail as bytes: header, parts, charsets, names; no judgement of what it says."""
