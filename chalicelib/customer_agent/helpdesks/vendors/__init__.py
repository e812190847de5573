"""What speaks to Zendesk and to Gorgias, each in its own words."""
