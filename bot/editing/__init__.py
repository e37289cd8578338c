"""What editors and translators work with: every screen on a page, a change rehearsed, texts in a sheet."""
