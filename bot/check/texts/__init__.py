"""The words of every language: written, said, and read aloud."""
