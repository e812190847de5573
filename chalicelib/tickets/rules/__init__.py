"""What may happen to a ticket, decided from values alone; one function a verb.

The numbers are those of `docs/acceptance.md`; the channel's rules come as `Capabilities`.
"""
