"""Everything that has a geometry in it: datums, CRS, cells, catchments, adjacency."""
