"""What is kept of whom, why, by which law and for how long: for every column, and the papers that follow."""
