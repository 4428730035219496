"""Cases in, scores out: can the answers be trusted?"""
