"""Where Meta's Graph API is; the one place to change when a version goes out of service."""

VERSION = "v26.0"
"""Published on 29 July 2026; each version works for two years at least."""
FACEBOOK = f"https://graph.facebook.com/{VERSION}"
INSTAGRAM = f"https://graph.instagram.com/{VERSION}"
INSTAGRAM_TOKENS = "https://graph.instagram.com"
"""Where tokens are renewed: Meta publishes it without a version."""
