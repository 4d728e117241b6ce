"""Seed files and the database: read, check, plan, apply; and dump.

`load(folder)` plans and applies, `plan_load(folder)` only plans, `dump(folder)` writes; `stream.load_records` takes new
records from an iterable, however many there are. They return result objects and print nothing; `docs/seed-format.md`
describes the files and the rules.
"""
