"""Files that the team sends: uploaded past us into the bucket, bound to one entry for good."""
