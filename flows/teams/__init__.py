"""Teams: one plan, a weekly moment of three taps, and what may be shown of it to whom."""
