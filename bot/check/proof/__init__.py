"""Rules as a whole, over all answers, and what must hold of them."""
