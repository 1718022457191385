"""The room's rules: what can be asked for, who decides, terms, grounds, how people are told."""
