"""Versions of the data, and which events are made of which rows: what all that a process keeps rests on."""
