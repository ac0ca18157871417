"""Runs that are hit at every call that changes the disk, and killed at any moment: `loop`, `kills`."""
