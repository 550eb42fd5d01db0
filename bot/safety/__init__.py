"""Danger to life or safety in what a person writes. Plain Python; no Rasa."""

from bot.safety.assess import assess, degraded, watch
from bot.safety.models import About, Assessment, Category, Level, Turn

__all__ = ["About", "Assessment", "Category", "Level", "Turn", "assess", "degraded", "watch"]
