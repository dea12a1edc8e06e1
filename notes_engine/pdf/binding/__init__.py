"""Binding: pages from the press and from the typesetter become one PDF, written from its first byte to its last."""
