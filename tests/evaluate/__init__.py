"""Measurements that a machine repeats: ``python -m tests.evaluate matching``."""
