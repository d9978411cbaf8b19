"""The kinds of record that have a list of their own."""

from __future__ import annotations

from clinic_app.features.administration import model, queries
from clinic_app.features.administration.queries import ProviderRow, RoomRow, TypeRow
from clinic_app.features.administration.view import words
from clinic_app.features.administration.view.listing import Kind
from clinic_app.parts.two_lines import Lines
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import marked, tr

_Listed = RoomRow | ProviderRow | TypeRow


def rooms() -> Kind:
    """Rooms."""
    return Kind(
        table="rooms",
        specs=model.ROOM,
        query=queries.rooms_of,
        line=_room_lines,
        title=tr("Administration", "Rooms"),
        new=tr("Administration", "New room"),
        empty=(
            tr("Administration", "No rooms yet"),
            tr("Administration", "Every room in which patients are seen will be listed here."),
        ),
        deeds={
            "add": marked("Deed", "Add a room"),
            "change": marked("Deed", "Change a room"),
            "out": marked("Deed", "Take a room out of use"),
            "back": marked("Deed", "Put a room back into use"),
        },
    )


def visit_types() -> Kind:
    """Kinds of visit."""
    return Kind(
        table="appointment_types",
        specs=model.VISIT_TYPE,
        query=queries.types_of,
        line=_type_lines,
        title=tr("Administration", "Kinds of visit"),
        new=tr("Administration", "New kind of visit"),
        empty=(
            tr("Administration", "No kinds of visit yet"),
            tr("Administration", "What can be booked, with its usual length, will be listed here."),
        ),
        deeds={
            "add": marked("Deed", "Add a kind of visit"),
            "change": marked("Deed", "Change a kind of visit"),
            "out": marked("Deed", "Take a kind of visit out of use"),
            "back": marked("Deed", "Put a kind of visit back into use"),
        },
    )


def providers() -> Kind:
    """Those one can book with."""
    return Kind(
        table="providers",
        specs=model.PROVIDER,
        query=queries.providers_of,
        line=_provider_lines,
        title=tr("Administration", "Providers"),
        new=tr("Administration", "New provider"),
        empty=(
            tr("Administration", "Nobody can be booked yet"),
            tr("Administration", "Everybody patients can be booked with will be listed here."),
        ),
        deeds={
            "add": marked("Deed", "Add a provider"),
            "change": marked("Deed", "Change a provider"),
            "out": marked("Deed", "Take a provider off the schedule"),
            "back": marked("Deed", "Put a provider back on the schedule"),
        },
        name=_display_name,
    )


def _lines(row: _Listed, title: str, *detail: str) -> Lines:
    said = words.state(is_active=row.is_active, draft_state=row.draft)
    return Lines(
        title,
        words.joined(*detail, said) or tr("Administration", "In use"),
        mark="draft" if row.draft else "",
        is_struck=not row.is_active,
    )


def _room_lines(row: RoomRow) -> Lines:
    return _lines(row, row.name)


def _type_lines(row: TypeRow) -> Lines:
    meeting = dict(words.modalities()).get(row.modality, row.modality)
    return _lines(row, row.name, fmt.duration(row.minutes), meeting)


def _provider_lines(row: ProviderRow) -> Lines:
    return _lines(row, row.display_name, row.specialty, row.room_name or "")


def _display_name(row: ProviderRow) -> str:
    return row.display_name
