"""The catalogue spoken in IIIF: scans come in, tiles and manifests go out, the gate stands between."""
