"""The rules of a clinic as plain values and functions: no screen, no file, no network, no words."""
