"""The access request: asked for, decided, followed, ended."""
