"""Measures: `python -m bench.text`; see `evaluate`."""

from bench.text.evaluate import main

main()
