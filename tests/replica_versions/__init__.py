"""Replicas as programs of the past left them, each with work that had not reached the server.

A folder a schema number: the replica and its key slots, written by the newest program of that
schema. `python -m tests.replica_versions.make` writes those that are missing, out of the history.
"""
