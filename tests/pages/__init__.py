"""The pages in a real Chromium, served by the real gateway with a small engine of the tests' own."""
