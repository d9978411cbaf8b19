-- Handing a refused draft over: its card goes, with all its text, to one colleague of the same facility.
--
-- A card is as confidential as the record it was meant for: it reaches one person and nobody else, and what was meant for
-- a clinical record goes only from one who treats to another. Who handed it over keeps the text on a card of their own.

create table public.handovers (
    id uuid primary key default gen_random_uuid(),
    facility_id uuid not null references public.facilities (id),
    to_member_id uuid not null references public.facility_members (id) on delete cascade,
    to_user_id uuid,
    card text not null check (length(card) <= 200000),
    note text not null default '' check (length(note) <= 2000),
    status text not null default 'open' check (status in ('open', 'done')),
    version bigint not null default 1,
    created_at timestamptz not null default now(), created_by uuid,
    updated_at timestamptz not null default now(), updated_by uuid
);
create index handovers_by_member on public.handovers (to_member_id);
create index handovers_by_user on public.handovers (to_user_id) where to_user_id is not null;
create index handovers_by_facility on public.handovers (facility_id);
comment on table public.handovers is
    'One refused draft handed to a colleague, as JSON text: what it was about, base, mine and theirs. created_by handed it over.';
comment on column public.handovers.to_user_id is
    'The account of to_member_id, kept here by triggers, so that policies and scopes need no join; null while that person is
not of the staff any more.';

create function app.guard_handover() returns trigger language plpgsql security definer set search_path = '' as $$
declare
    about text;
    taker public.facility_members;
begin
    -- The lock is the one the foreign key takes anyway; here it makes us wait for a change of that membership.
    select * into taker from public.facility_members m where m.id = new.to_member_id for key share;
    new.to_user_id := case when taker.is_active and taker.role <> 'patient' then taker.user_id end;
    if tg_op = 'UPDATE' then
        return new;
    end if;
    about := new.card::jsonb ->> 'tbl';
    if about is null then
        raise exception 'a card says what it is about' using errcode = '23514', column = 'card';
    end if;
    if new.to_user_id is null or new.to_user_id = auth.uid() then
        raise exception 'a card is handed to somebody else of the staff' using errcode = '23514', column = 'to_member_id';
    end if;
    -- A table that is not named here is taken for a clinical one.
    if about <> all ('{facilities,profiles,facility_members,rooms,providers,provider_hours,time_off,appointment_types,patients,appointments,facility_policies}')
       and not (taker.role in ('doctor', 'nurse') and new.facility_id = any (app.clinical_facilities())) then
        raise exception 'a clinical card goes from one who treats to another' using errcode = '42501';
    end if;
    return new;
end $$;
create trigger guard before insert or update on public.handovers for each row execute function app.guard_handover();
create trigger stamp before insert or update on public.handovers for each row execute function app.stamp();
create trigger keep_facility before update of facility_id on public.handovers
    for each row execute function app.keep_facility();
create trigger same_facility before insert or update of to_member_id on public.handovers
    for each row execute function app.same_facility('to_member_id', 'facility_members');

create function app.follow_staff() returns trigger language plpgsql security definer set search_path = '' as $$
-- Who leaves the staff holds no card any more, and who comes back does again.
begin
    update public.handovers h set status = h.status
    where h.to_member_id = new.id and (h.to_user_id is null) = (new.is_active and new.role <> 'patient');
    return null;
end $$;
create trigger follow_staff after update of role, is_active on public.facility_members
    for each row when (old.role is distinct from new.role or old.is_active is distinct from new.is_active)
    execute function app.follow_staff();

alter table public.handovers enable row level security;
create policy "who gets a card sees it" on public.handovers for select to authenticated
    using (to_user_id = (select auth.uid()));
create policy "staff hand cards over" on public.handovers for insert to authenticated
    with check (facility_id = any ((select app.staff_facilities())::uuid[]));
create policy "who gets a card settles it" on public.handovers for update to authenticated
    using (to_user_id = (select auth.uid())) with check (to_user_id = (select auth.uid()));
create policy "a second proof to hand over" on public.handovers as restrictive for insert to authenticated
    with check (facility_id <> all ((select app.unproven_facilities())::uuid[]));

revoke all on public.handovers from public, anon, authenticated;
grant select on public.handovers to authenticated;
grant insert (id, facility_id, to_member_id, card, note), update (status) on public.handovers to authenticated;
grant all on public.handovers to service_role;

select sync.follow('handovers', 11::smallint, '{"user": "to_user_id"}');
