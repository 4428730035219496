"""Passages in, ranked passages out: Chroma for meaning, BM25 for words."""
