"""An invented clinic of any size, the same one each time: rows as the server would send them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sync.ids import new_id
from sync.replica.tables.types import moment_text

Row = dict[str, Any]


def _words(text: str, mark: str | None = None) -> list[str]:
    return text.split(mark)


_FAMILY = _words(
    "Abara Adler Aguilar Almeida Amato Andersson Aziz Baker Bauer Becker Bell Benítez Berg Bianchi "
    "Blanco Boateng Brandt Brown Bruno Cabrera Campos Carlsen Carvalho Castro Çelik Chen Cohen "
    "Costa Cruz Dahl Demir Díaz Dubois Duarte Eriksen Esposito Farkas Fernández Ferrari Fischer "
    "Fontaine Fuentes García Gómez González Greco Haddad Hansen Hernández Hoffmann Horvat Ibarra "
    "Ivanova Jensen Jiménez Johansson Kaya Keller Khan Kim Koch Kovács Kowalska Krüger Lang Larsen "
    "Laurent Lefèvre León Lindgren López Lund Maier Marino Martínez Mbeki Medina Mendoza Meyer "
    "Molina Moreau Moreno Müller Muñoz Navarro Ndiaye Nguyen Novák Núñez Nyström Okafor Olsen "
    "Ortega Osei Park Pavlov Peña Pereira Pérez Petit Quintana Ramírez Ramos Reyes Ribeiro Ricci "
    "Rojas Romero Rossi Roux Ruiz Salazar Sánchez Santos Sato Schmidt Silva Soto Suárez Tanaka "
    "Torres Vargas Vega Weber Wei Yılmaz Zhang"
)
_GIVEN = _words(
    "Ada Adrián Aisha Alba Alejandro Ama Amélie Ana André Anja Anton Aya Beatriz Ben Bruno Camila "
    "Carla Carlos Chidi Clara Daniel David Diego Elena Elif Elsa Emil Emma Eva Fatima Félix Freya "
    "Gabriel Grace Greta Hana Hugo Ida Inés Irina Isabel Ivo Jakob Jana Javier Jonas Julia Karim "
    "Katja Kofi Lara Laura Lea León Lina Lucas Lucía Luis Magnus Malik Mara María Marta Mateo Maya "
    "Mei Mila Milan Nadia Nina Noah Nora Olga Oliver Omar Oskar Pablo Paula Pia Rafael Rania Rosa "
    "Ruth Samuel Sara Selin Sofía Tariq Teresa Theo Tomás Uma Valentina Vera Viktor Wen Yara Zoe"
)
_STREETS = _words(
    "Calle Mayor;Avenida del Puerto;Plaza Nueva;Rua do Sol;Via Verdi;Hauptstraße", ";"
)
STAMP = "2026-11-02T08:15:00+00:00"


@dataclass(frozen=True, slots=True)
class House:
    """The ids of a clinic's facility and of those who work there."""

    facility: str
    providers: tuple[str, ...]
    rooms: tuple[str, ...]
    types: tuple[str, ...]


def a_house(providers: int = 4) -> House:
    """A clinic with this many providers."""
    many = range(providers)
    return House(
        new_id(),
        tuple(new_id() for _ in many),
        tuple(new_id() for _ in many),
        tuple(new_id() for _ in range(3)),
    )


def small_tables(house: House) -> dict[str, list[Row]]:
    """Everything of a clinic but its patients and appointments."""
    tables: dict[str, list[Row]] = {
        "facilities": [
            {"id": house.facility, "name": "Clínica del Puerto", "time_zone": "Europe/Madrid"}
        ],
        "rooms": [
            {"id": room, "facility_id": house.facility, "name": f"Room {n + 1}", "position": n}
            for n, room in enumerate(house.rooms)
        ],
        "providers": [
            {
                "id": provider,
                "facility_id": house.facility,
                "display_name": f"Dr. {_FAMILY[n * 7 % len(_FAMILY)]}",
                "specialty": "General practice",
                "room_id": house.rooms[n],
                "position": n,
            }
            for n, provider in enumerate(house.providers)
        ],
        "appointment_types": [
            {
                "id": kind,
                "facility_id": house.facility,
                "name": name,
                "minutes": minutes,
                "position": n,
            }
            for n, (kind, name, minutes) in enumerate(
                zip(house.types, ("Visit", "Follow-up", "Check-up"), (20, 15, 30), strict=True)
            )
        ],
        "provider_hours": [
            {
                "id": new_id(),
                "facility_id": house.facility,
                "provider_id": provider,
                "weekday": weekday,
                "starts": "07:00:00",
                "ends": "19:00:00",
            }
            for provider in house.providers
            for weekday in range(1, 8)
        ],
    }
    return tables


def patients(house: House, count: int, seed: int = 7) -> Iterator[Row]:
    """So many people, half of them with an address, one in five with a note."""
    rng = Random(seed)
    first_day = date(1935, 1, 1)
    for number in range(count):
        family, given = rng.choice(_FAMILY), rng.choice(_GIVEN)
        if rng.random() < 0.5:
            family = f"{family} {rng.choice(_FAMILY)}"
        yield {
            "id": new_id(),
            "facility_id": house.facility,
            "record_number": f"R{200_001 + number}",
            "family_name": family,
            "given_name": given,
            "birth_date": (first_day + timedelta(days=rng.randrange(32_000))).isoformat(),
            "gender": rng.choice(("female", "male", "unknown")),
            "phone": f"+34 6{rng.randrange(10**8):08d}",
            "email": f"{given}.{number}@example.org".lower() if rng.random() < 0.6 else "",
            "address": (
                f"{rng.choice(_STREETS)} {rng.randrange(1, 200)}" if rng.random() < 0.5 else ""
            ),
            "note": "Calls back in the afternoon." if rng.random() < 0.2 else "",
            "is_active": True,
        }


def appointments(
    house: House,
    people: list[str],
    day: datetime,
    per_provider: int = 20,
    minutes: int = 20,
    seed: int = 11,
) -> Iterator[Row]:
    """A full day: every provider from 08:00 UTC on, one visit after the other."""
    rng = Random(f"{seed} {day.date()}")
    opens = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    for provider, room in zip(house.providers, house.rooms, strict=True):
        for n in range(per_provider):
            starts = opens + timedelta(minutes=minutes * n)
            yield {
                "id": new_id(),
                "facility_id": house.facility,
                "patient_id": rng.choice(people),
                "provider_id": provider,
                "room_id": room,
                "type_id": house.types[0],
                "starts_at": moment_text(starts),
                "ends_at": moment_text(starts + timedelta(minutes=minutes)),
                "status": "scheduled",
                "modality": "in_person",
                "reason": rng.choice(("", "Cough", "Results", "Back pain", "Prescription")),
            }
