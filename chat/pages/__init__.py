"""The pages, each a script that `chat/app.py` runs; and what they show."""
