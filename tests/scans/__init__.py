"""Scans made from PDF files: what a copier, a fax and an office seal do to print."""
