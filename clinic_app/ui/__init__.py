"""The toolkit the window is made of: it knows Qt and looks, and nothing about patients or sync."""
