"""The operating system, met in one place: folders, logs, crashes, other copies, missing libraries."""
