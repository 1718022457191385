"""A reader's own data: shown, exported, erased."""
