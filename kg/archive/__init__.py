"""A whole archive of pages → its graph in a folder, at the cost of what is new.

keys (what identifies a page as read) · entries (what a page says, kept) · reading (pages → entries, by several
processes) · merging (entries → nodes) · shelf (the same for archives that do not fit into memory) · results (nodes →
files) · building (all of it). Nothing here decides what a page says or how what is said unites: the stages do.
"""
