"""Seeded simulation of counties: terrain, roads, settlements, pupils and schools."""
