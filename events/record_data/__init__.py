"""A record with all that belongs to it as plain data: declared once, read, written, compared and merged by that.

`declaration` says what of each model's rows is data, in the database and in seed files; everything else follows from it
and from the models' own fields. `reading` and `writing` lead from rows to data and back, `three_way` makes one of two
changes of the same data, `differences` says in words what differs.
"""
