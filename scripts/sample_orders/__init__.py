"""Invented orders, held once as plain data, and the writers that put them into every export format.

The writers follow the formats' documentation and know nothing of the package's readers, so that they test them.
"""
