"""The reading room: ask → decide → grant. It talks to the catalogue and to nobody else."""
