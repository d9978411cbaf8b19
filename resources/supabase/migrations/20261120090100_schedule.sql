-- What can be booked: rooms, providers with their hours and absences, appointment types.

create table public.rooms (
    id uuid primary key default gen_random_uuid(),
    facility_id uuid not null references public.facilities (id),
    name text not null check (length(btrim(name)) between 1 and 100),
    position smallint not null default 0,
    is_active boolean not null default true,
    version bigint not null default 1,
    created_at timestamptz not null default now(), created_by uuid,
    updated_at timestamptz not null default now(), updated_by uuid
);
create index rooms_by_facility on public.rooms (facility_id);
comment on table public.rooms is 'A room of the facility.';

create table public.providers (
    id uuid primary key default gen_random_uuid(),
    facility_id uuid not null references public.facilities (id),
    member_id uuid references public.facility_members (id),
    display_name text not null check (length(btrim(display_name)) between 1 and 200),
    specialty text not null default '' check (length(specialty) <= 200),
    room_id uuid references public.rooms (id),
    position smallint not null default 0,
    is_active boolean not null default true,
    version bigint not null default 1,
    created_at timestamptz not null default now(), created_by uuid,
    updated_at timestamptz not null default now(), updated_by uuid
);
create index providers_by_facility on public.providers (facility_id);
create index providers_by_member on public.providers (member_id);
create index providers_by_room on public.providers (room_id);
comment on table public.providers is 'Somebody a patient can be booked with (FHIR Practitioner in a PractitionerRole).';

create table public.provider_hours (
    id uuid primary key default gen_random_uuid(),
    facility_id uuid not null references public.facilities (id),
    provider_id uuid not null references public.providers (id),
    weekday smallint not null check (weekday between 1 and 7),
    starts time not null,
    ends time not null,
    version bigint not null default 1,
    created_at timestamptz not null default now(), created_by uuid,
    updated_at timestamptz not null default now(), updated_by uuid,
    check (starts < ends)
);
create index provider_hours_by_provider on public.provider_hours (provider_id, weekday);
create index provider_hours_by_facility on public.provider_hours (facility_id);
comment on table public.provider_hours is 'A weekly working interval, ISO weekday (1 = Monday), wall time of the facility.';

create table public.time_off (
    id uuid primary key default gen_random_uuid(),
    facility_id uuid not null references public.facilities (id),
    provider_id uuid not null references public.providers (id),
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    reason text not null default '' check (length(reason) <= 200),
    version bigint not null default 1,
    created_at timestamptz not null default now(), created_by uuid,
    updated_at timestamptz not null default now(), updated_by uuid,
    check (starts_at < ends_at)
);
create index time_off_by_provider on public.time_off (provider_id, starts_at);
create index time_off_by_facility on public.time_off (facility_id);
comment on table public.time_off is 'An interval in which a provider takes no appointments: lunch, leave, training.';

create table public.appointment_types (
    id uuid primary key default gen_random_uuid(),
    facility_id uuid not null references public.facilities (id),
    name text not null check (length(btrim(name)) between 1 and 100),
    minutes smallint not null check (minutes between 5 and 720),
    color text not null default '' check (color = '' or color ~ '^#[0-9A-Fa-f]{6}$'),
    modality text not null default 'in_person' check (modality in ('in_person', 'video', 'audio', 'chat')),
    position smallint not null default 0,
    is_active boolean not null default true,
    version bigint not null default 1,
    created_at timestamptz not null default now(), created_by uuid,
    updated_at timestamptz not null default now(), updated_by uuid
);
create index appointment_types_by_facility on public.appointment_types (facility_id);
comment on table public.appointment_types is 'A kind of visit with its usual length in minutes.';

do $$
-- The five tables share their locks; what differs is who reads and who writes.
declare
    t text;
    readers text;
    writers text;
begin
    for t, readers, writers in values
        ('rooms', 'staff_facilities', 'admin_facilities'),
        ('providers', 'any_facilities', 'admin_facilities'),
        ('provider_hours', 'staff_facilities', 'admin_facilities'),
        ('time_off', 'staff_facilities', 'desk_facilities'),
        ('appointment_types', 'any_facilities', 'admin_facilities')
    loop
        execute format('alter table public.%I enable row level security', t);
        execute format('revoke all on public.%I from public, anon, authenticated', t);
        execute format('grant select on public.%I to authenticated', t);
        execute format('grant all on public.%I to service_role', t);
        execute format('create policy "people of the facility see %s" on public.%I for select to authenticated
            using (facility_id = any ((select app.%I())::uuid[]))', t, t, readers);
        execute format('create policy "entitled people add %s" on public.%I for insert to authenticated
            with check (facility_id = any ((select app.%I())::uuid[]))', t, t, writers);
        execute format('create policy "entitled people change %s" on public.%I for update to authenticated
            using (facility_id = any ((select app.%I())::uuid[]))
            with check (facility_id = any ((select app.%I())::uuid[]))', t, t, writers, writers);
        execute format('create trigger stamp before insert or update on public.%I for each row execute function app.stamp()', t);
        execute format('create trigger keep_facility before update of facility_id on public.%I
            for each row execute function app.keep_facility()', t);
    end loop;
    -- Hours and absences are plans, not records: they may be taken back for good.
    for t, writers in values ('provider_hours', 'admin_facilities'), ('time_off', 'desk_facilities') loop
        execute format('create policy "entitled people remove %s" on public.%I for delete to authenticated
            using (facility_id = any ((select app.%I())::uuid[]))', t, t, writers);
        execute format('grant delete on public.%I to authenticated', t);
    end loop;
end $$;

grant insert (id, facility_id, name, position, is_active), update (name, position, is_active)
    on public.rooms to authenticated;
grant insert (id, facility_id, member_id, display_name, specialty, room_id, position, is_active),
      update (member_id, display_name, specialty, room_id, position, is_active)
    on public.providers to authenticated;
grant insert (id, facility_id, provider_id, weekday, starts, ends), update (weekday, starts, ends)
    on public.provider_hours to authenticated;
grant insert (id, facility_id, provider_id, starts_at, ends_at, reason), update (starts_at, ends_at, reason)
    on public.time_off to authenticated;
grant insert (id, facility_id, name, minutes, color, modality, position, is_active),
      update (name, minutes, color, modality, position, is_active)
    on public.appointment_types to authenticated;

create function app.same_facility() returns trigger language plpgsql security definer set search_path = '' as $$
-- References stay inside the facility. Arguments: pairs of (column, table).
-- SECURITY DEFINER: the answer must not depend on what the writer may see.
declare
    row jsonb := to_jsonb(new);
    target uuid;
    home uuid;
begin
    for i in 0 .. tg_nargs - 1 by 2 loop
        target := (row ->> tg_argv[i])::uuid;
        continue when target is null;
        execute format('select facility_id from public.%I where id = $1', tg_argv[i + 1]) into home using target;
        if home is not null and home is distinct from (row ->> 'facility_id')::uuid then
            raise exception '% belongs to another facility', tg_argv[i] using errcode = '23514', column = tg_argv[i];
        end if;
    end loop;
    return new;
end $$;
create trigger same_facility before insert or update of member_id, room_id on public.providers
    for each row execute function app.same_facility('member_id', 'facility_members', 'room_id', 'rooms');
create trigger same_facility before insert or update of provider_id on public.provider_hours
    for each row execute function app.same_facility('provider_id', 'providers');
create trigger same_facility before insert or update of provider_id on public.time_off
    for each row execute function app.same_facility('provider_id', 'providers');
