"""Tests of the program; they mirror the package path for path."""
