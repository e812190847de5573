"""Handing conversations to another helpdesk, Zendesk or Gorgias, and going on with them there."""
