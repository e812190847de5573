"""The Customer Agent in conversations: it answers, offers a human and hands off."""
