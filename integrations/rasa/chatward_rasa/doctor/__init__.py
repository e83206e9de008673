"""``chatward rasa doctor``: what of a bot is guarded and what is not.

bot.py reads the folder, each group of checks has a file of its own, run.py asks them all, and
startup.py asks those that are cheap and need no folder whenever a model is loaded.
"""
