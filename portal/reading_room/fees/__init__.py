"""The table of fees and the account that money goes to; two officers change them."""
