"""The real bot as processes, killed, stopped, starved and misled, with people on it all the while."""
