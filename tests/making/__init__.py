"""Makers of the files that tests need: each test makes its own, and owns it."""
