"""HTTP on a laptop: API Gateway in front of the app, and controls for people and tests."""
