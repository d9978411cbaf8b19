"""The way in without a screen: which server, which person, what happens on each answer."""
