"""The single checks that `bot.content.check` runs."""
