"""The brain that asks a language model, which may look up little and has to tell its sources."""
