"""What an operator does from the command line while the bot runs or stands still."""
