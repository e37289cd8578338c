"""From answers to advice: one evaluation yields every element together with its reasons."""
