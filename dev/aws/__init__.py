"""AWS on a laptop: what moto lacks, and what tests need to spoil it."""
