"""``chatward rasa lint``: personal data and secrets in the files of a bot.

files.py finds the files, pieces.py cuts them into texts whose every character is known by its
place, looking.py asks the guard about each, made_up.py and allowed.py say what is fine as it is,
fixing.py puts surrogates in place of the rest, run.py is the whole of it.
"""
