"""Where an account lies: its area up to the province, and the supply station in charge."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.databases.utility import Area, SupplyStation


def area_path(session: Session, area_id: int) -> list[Area]:
    """An area with all above it, the province first; empty if there is no such area."""
    path: list[Area] = []
    seen: set[int] = set()
    wanted: int | None = area_id
    while wanted is not None and wanted not in seen:
        seen.add(wanted)  # a utility's own table may hold a circle
        area = session.get(Area, wanted)
        if area is None:
            break
        path.insert(0, area)
        wanted = area.parent_id
    return path


def station_of(session: Session, area_id: int) -> SupplyStation | None:
    """The station in charge of an area: its own, or that of the nearest area above."""
    for area in reversed(area_path(session, area_id)):
        if area.supply_station_id is not None:
            return session.get(SupplyStation, area.supply_station_id)
    return None
