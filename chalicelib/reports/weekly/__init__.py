"""The mail that sums up a week for the team, Mondays at eight."""
