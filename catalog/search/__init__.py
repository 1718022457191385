"""Search: Vietnamese analysis, the engines behind Haystack, and the outbox that feeds them."""
