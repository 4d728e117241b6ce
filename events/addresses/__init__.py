"""Addresses of records: those that they had lead to the one that they have."""
