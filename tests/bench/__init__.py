"""Benchmarks: `python -m tests.bench NAME [--json]`, each beside a bare baseline of the same run."""
