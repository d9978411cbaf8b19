"""What is worked out without a screen: the text for support."""
