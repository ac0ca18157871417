"""Benchmarks: what the program costs, measured beside its rivals."""
