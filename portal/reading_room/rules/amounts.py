"""Amounts of money as people read them."""


def write_amount(amount: int) -> str:
    """Whole đồng with the dot between thousands."""
    return f"{amount:,}".replace(",", ".")
