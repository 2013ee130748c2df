"""How long things take. Measured here, never asserted in a test."""
