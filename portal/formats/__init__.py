"""How dates are typed: the day first, as people here write them; ISO everywhere."""
