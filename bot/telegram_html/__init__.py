"""The one reader of Telegram's HTML: what people see of it, and its entities."""
