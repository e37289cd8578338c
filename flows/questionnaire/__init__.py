"""The questionnaires as state machines, and where somebody is in them."""
