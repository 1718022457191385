"""The editors' desk: records, names, places, imports."""
