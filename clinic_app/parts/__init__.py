"""Pieces of screen with data of their own, used by two features or more."""
