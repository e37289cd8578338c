"""The same ten-question conversation, written idiomatically with other tools."""
