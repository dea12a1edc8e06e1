"""Delivery notes from exported orders."""
