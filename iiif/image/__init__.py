"""The Image API 3.0, level 2: parameters, packs of ready tiles, transforms for everything else."""
