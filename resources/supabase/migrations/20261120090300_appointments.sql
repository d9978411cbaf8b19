-- Appointments. Double booking is impossible here, whatever any program believes.

-- Core PostgreSQL has no gist operator class for uuid; a range of uuids has one. Not in public: the API would offer its
-- constructors as functions.
create type app.uuid_range as range (subtype = uuid);
-- The exclusion calls its constructor as whoever writes.
grant execute on function app.uuid_range(uuid, uuid), app.uuid_range(uuid, uuid, text) to authenticated;

create table public.appointments (
    id uuid primary key default gen_random_uuid(),
    facility_id uuid not null references public.facilities (id),
    patient_id uuid not null references public.patients (id),
    provider_id uuid not null references public.providers (id),
    room_id uuid references public.rooms (id),
    type_id uuid references public.appointment_types (id),
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    status text not null default 'scheduled' check (status in
        ('scheduled', 'confirmed', 'arrived', 'in_progress', 'completed', 'cancelled', 'no_show')),
    modality text not null default 'in_person' check (modality in ('in_person', 'video', 'audio', 'chat')),
    reason text not null default '' check (length(reason) <= 1000),
    is_overbooked boolean not null default false,
    overbook_reason text not null default '' check (length(overbook_reason) <= 500),
    cancel_reason text not null default '' check (length(cancel_reason) <= 500),
    patient_user_id uuid,
    status_since timestamptz not null,
    version bigint not null default 1,
    created_at timestamptz not null default now(), created_by uuid,
    updated_at timestamptz not null default now(), updated_by uuid,
    check (starts_at < ends_at),
    check (ends_at - starts_at <= interval '12 hours'),
    constraint one_patient_at_a_time exclude using gist (
        app.uuid_range(provider_id, provider_id, '[]') with =,
        tstzrange(starts_at, ends_at, '[)') with &&
    ) where (status not in ('cancelled', 'no_show') and not is_overbooked)
);
create index appointments_by_facility on public.appointments (facility_id, starts_at);
create index appointments_by_provider on public.appointments (provider_id, starts_at);
create index appointments_by_patient on public.appointments (patient_id, starts_at);
create index appointments_by_room on public.appointments (room_id);
create index appointments_by_type on public.appointments (type_id);
create index appointments_by_patient_user on public.appointments (patient_user_id) where patient_user_id is not null;
comment on table public.appointments is
    'One planned visit (FHIR Appointment). is_overbooked takes it out of the exclusion, deliberately and with a reason.';
comment on column public.appointments.patient_user_id is
    'patients.user_id, kept here by triggers so that policies and scopes of the patient need no join.';
comment on column public.appointments.status_since is
    'When the appointment got its status: the moment it was done, also where that was told an hour later.';

create function app.appointment_follows(was text, becomes text) returns boolean
    language sql immutable set search_path = '' as $$
    select was = becomes or becomes = any (case was
        when 'scheduled' then '{confirmed,arrived,cancelled,no_show,in_progress}'::text[]
        when 'confirmed' then '{scheduled,arrived,cancelled,no_show,in_progress}'
        when 'arrived' then '{in_progress,confirmed,scheduled,cancelled,no_show,completed}'
        when 'in_progress' then '{completed,arrived}'
        when 'completed' then '{in_progress}'
        when 'cancelled' then '{scheduled,confirmed}'
        when 'no_show' then '{scheduled,confirmed,arrived}'
    end)
$$;
grant execute on function app.appointment_follows(text, text) to authenticated;

create function app.done_at(earliest timestamptz) returns timestamptz language sql stable set search_path = '' as $$
    -- When what is being written was done: sync_push says of each draft how long ago. Never ahead, never before `earliest`.
    select greatest(earliest,
        least(now(), coalesce(nullif(current_setting('app.done_at', true), '')::timestamptz, now())))
$$;

create function app.guard_appointment() returns trigger language plpgsql security definer set search_path = '' as $$
-- Status moves along its allowed steps; since when it is what it is, and the patient's account, are the server's to write.
begin
    if tg_op = 'UPDATE' and not app.appointment_follows(old.status, new.status) then
        raise exception 'an appointment cannot go from % to %', old.status, new.status
            using errcode = 'P0001', detail = 'bad_transition';
    end if;
    if tg_op = 'INSERT' then
        new.status_since := coalesce(new.status_since, app.done_at(now() - interval '30 days'));
    elsif new.status is distinct from old.status and new.status_since = old.status_since then
        new.status_since := app.done_at(old.status_since);
    end if;
    if new.is_overbooked and btrim(new.overbook_reason) = '' then
        raise exception 'overbooking needs a reason' using errcode = '23514', column = 'overbook_reason';
    end if;
    if tg_op = 'INSERT' or new.patient_id is distinct from old.patient_id then
        -- The lock is the one the foreign key takes anyway; here it makes us wait for an account being linked meanwhile.
        select p.user_id into new.patient_user_id from public.patients p where p.id = new.patient_id for key share;
    end if;
    return new;
end $$;
create trigger guard before insert or update on public.appointments
    for each row execute function app.guard_appointment();
create trigger stamp before insert or update on public.appointments for each row execute function app.stamp();
create trigger keep_facility before update of facility_id on public.appointments
    for each row execute function app.keep_facility();
create trigger same_facility before insert or update of patient_id, provider_id, room_id, type_id on public.appointments
    for each row execute function app.same_facility(
        'patient_id', 'patients', 'provider_id', 'providers', 'room_id', 'rooms', 'type_id', 'appointment_types');

create function app.await_bookings() returns trigger language plpgsql security definer set search_path = '' as $$
-- Whoever books for this patient right now has read the old account and is not seen by the update that follows.
begin
    perform from public.patients p where p.id = new.id for update;
    return new;
end $$;
create trigger await_bookings before update of user_id on public.patients
    for each row when (old.user_id is distinct from new.user_id) execute function app.await_bookings();
create function app.follow_patient_account() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    update public.appointments set patient_user_id = new.user_id where patient_id = new.id;
    return null;
end $$;
create trigger follow_account after update of user_id on public.patients
    for each row when (old.user_id is distinct from new.user_id) execute function app.follow_patient_account();

alter table public.appointments enable row level security;
create policy "staff see the schedule, a patient their own visits" on public.appointments
    for select to authenticated
    using (facility_id = any ((select app.staff_facilities())::uuid[]) or patient_user_id = (select auth.uid()));
create policy "the desk books" on public.appointments for insert to authenticated
    with check (facility_id = any ((select app.desk_facilities())::uuid[]));
create policy "the desk moves and cancels" on public.appointments for update to authenticated
    using (facility_id = any ((select app.desk_facilities())::uuid[]))
    with check (facility_id = any ((select app.desk_facilities())::uuid[]));

revoke all on public.appointments from public, anon, authenticated;
grant select on public.appointments to authenticated;
grant insert (id, facility_id, patient_id, provider_id, room_id, type_id, starts_at, ends_at, status, modality, reason,
              is_overbooked, overbook_reason, cancel_reason),
      update (patient_id, provider_id, room_id, type_id, starts_at, ends_at, status, modality, reason,
              is_overbooked, overbook_reason, cancel_reason)
    on public.appointments to authenticated;
grant all on public.appointments to service_role;
