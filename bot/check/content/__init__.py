"""The content by itself, and organisations to try it on."""
