"""Tests of the reader of scans."""
