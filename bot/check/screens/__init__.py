"""Everything that can be shown, rendered and measured."""
