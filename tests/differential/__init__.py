"""The same things done twice, in two ways, come to the same."""
