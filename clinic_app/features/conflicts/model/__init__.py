"""Refused drafts without a screen: what a card is about, and where else a visit could lie."""
