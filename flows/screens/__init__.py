"""What is shown, in no language."""
