"""Numbers without gaps, a row for each year of each register."""

from django.db import models


class Counter(models.Model):
    """The last number given out; taken under a lock, in the transaction of what it numbers.

    A sequence of the database would leave a gap where that transaction is undone; registers may have none.
    """

    register = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "year"], name="reading_room_one_counter_a_year")]

    def __str__(self) -> str:
        return f"{self.register} {self.year}: {self.last}"

    @classmethod
    def take(cls, register: str, year: int) -> int:
        """Take the next number; must be called inside the transaction that uses it."""
        cls.objects.get_or_create(register=register, year=year)
        counter = cls.objects.select_for_update().get(register=register, year=year)
        counter.last += 1
        counter.save(update_fields=["last"])
        return counter.last
