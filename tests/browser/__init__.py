"""Pages in a real browser."""

from playwright.sync_api import expect

PATIENCE_MS = 30_000
"""What a page shows is waited for this long: a machine that tests on all cores is slow now and then."""
expect.set_options(timeout=PATIENCE_MS)
