"""Who may do what, written out by hand. The tests hold the database against these tables.

s select, i insert, u update, d delete; - nothing at all. What a row is about:

own        of the person's own facility, and somebody else's
mine       about this very person
admins     the membership of a system administrator of the own facility
other      of a facility the person has nothing to do with
"""

from __future__ import annotations

ROLES = (
    "patient",
    "doctor",
    "nurse",
    "reception",
    "facility_admin",
    "system_admin",
    "deactivated",
    "stranger",
    "anon",
)

_RIGHTS = """
table             row    patient doctor nurse reception facility_admin system_admin deactivated stranger anon
facilities        own    s       s      s     s         su             su           -           -        -
facilities        other  -       -      -     -         -              -            -           -        -
profiles          mine   su      su     su    su        su             su           su          su       -
profiles          own    -       -      -     -         -              -            -           -        -
profiles          other  -       -      -     -         -              -            -           -        -
facility_members  mine   s       s      s     s         su             s            s           -        -
facility_members  own    -       s      s     s         siu            siu          -           -        -
facility_members  admins -       s      s     s         s              s            -           -        -
facility_members  other  -       -      -     -         -              -            -           -        -
rooms             own    -       s      s     s         siu            siu          -           -        -
rooms             other  -       -      -     -         -              -            -           -        -
providers         own    s       s      s     s         siu            siu          -           -        -
providers         other  -       -      -     -         -              -            -           -        -
provider_hours    own    -       s      s     s         siud           siud         -           -        -
provider_hours    other  -       -      -     -         -              -            -           -        -
time_off          own    -       siud   siud  siud      siud           s            -           -        -
time_off          other  -       -      -     -         -              -            -           -        -
appointment_types own    s       s      s     s         siu            siu          -           -        -
appointment_types other  -       -      -     -         -              -            -           -        -
patients          own    -       siu    siu   siu       siu            s            -           -        -
patients          mine   s       su     su    su        su             s            s           s        -
patients          other  -       -      -     -         -              -            -           -        -
appointments      own    -       siu    siu   siu       siu            s            -           -        -
appointments      mine   s       su     su    su        su             s            s           s        -
appointments      other  -       -      -     -         -              -            -           -        -
facility_policies own    s       s      s     s         siu            siu          -           -        -
facility_policies other  -       -      -     -         -              -            -           -        -
handovers        own    -       i      i     i         i              i            -           -        -
handovers        mine   -       su     su    su        su             su           -           -        -
handovers        other  -       -      -     -         -              -            -           -        -
invitations      own    -       -      -     -         siu            siu          -           -        -
invitations      other  -       -      -     -         -              -            -           -        -
"""

_SERVER = "version created_at created_by updated_at updated_by"

NOT_WRITABLE = {
    # table: (columns that no insert of a signed-in person names, columns that no update names)
    "facilities": ("*", f"id {_SERVER}"),
    "profiles": ("*", f"id email {_SERVER}"),
    "facility_members": (_SERVER, f"id facility_id user_id {_SERVER}"),
    "rooms": (_SERVER, f"id facility_id {_SERVER}"),
    "providers": (_SERVER, f"id facility_id {_SERVER}"),
    "provider_hours": (_SERVER, f"id facility_id provider_id {_SERVER}"),
    "time_off": (_SERVER, f"id facility_id provider_id {_SERVER}"),
    "appointment_types": (_SERVER, f"id facility_id {_SERVER}"),
    "patients": (
        f"user_id record_number {_SERVER}",
        f"id facility_id user_id record_number {_SERVER}",
    ),
    "facility_policies": (_SERVER, f"id facility_id {_SERVER}"),
    "handovers": (
        f"to_user_id status {_SERVER}",
        f"id facility_id to_member_id to_user_id card note {_SERVER}",
    ),
    "invitations": (
        f"accepted_at accepted_by withdrawn_at {_SERVER}",
        f"id facility_id email role display_name accepted_at accepted_by {_SERVER}",
    ),
    "appointments": (
        f"patient_user_id status_since {_SERVER}",
        f"id facility_id patient_user_id status_since {_SERVER}",
    ),
}


def rights() -> dict[tuple[str, str, str], set[str]]:
    """(table, kind of row, role) -> verbs."""
    _, header, *lines = _RIGHTS.splitlines()
    roles = header.split()[2:]
    assert tuple(roles) == ROLES
    table: dict[tuple[str, str, str], set[str]] = {}
    for line in lines:
        name, row, *cells = line.split()
        assert len(cells) == len(roles), line
        for role, cell in zip(roles, cells, strict=True):
            table[name, row, role] = set(cell) - {"-"}
    return table
