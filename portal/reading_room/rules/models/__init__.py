"""Tables of the rules, one noun a file."""

from portal.reading_room.rules.models.counters import Counter
from portal.reading_room.rules.models.grounds import RefusalGround
from portal.reading_room.rules.models.room import RoomRules
from portal.reading_room.rules.models.terms import KeepingTerm, ServiceTerm

__all__ = ["Counter", "KeepingTerm", "RefusalGround", "RoomRules", "ServiceTerm"]
