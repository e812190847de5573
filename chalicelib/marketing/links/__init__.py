"""Short links in what is sent: where they lead, and how often they were followed."""
