"""The drawing of a selection: an overview of all years above a detail of the years in view, as SVG.

`scale`, `packing`, `text` and `bins` are geometry: they take plain marks and numbers and know no database. `lanes` says
in which lane each event stands, `marks` how its date is drawn, `svg` writes, and `view` puts a page's drawing together.
"""
