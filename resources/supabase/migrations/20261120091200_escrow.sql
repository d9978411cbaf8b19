-- What a clinic decides about its workstations: how soon they lock, how long they may be away, and the key that opens
-- what a forgotten password closed.

-- --- the escrow key -------------------------------------------------------------------------------------------------

alter table public.facilities add column escrow_key text
    check (escrow_key ~ '^[A-Za-z0-9+/]{43}=$');
comment on column public.facilities.escrow_key is
    'The public half of an X25519 key (32 bytes, base64): each workstation seals its replica''s key to it. The private
half is with the clinic''s administrator and never comes here.';
grant update (escrow_key) on public.facilities to authenticated;
-- Again, for the column that is new.
select sync.follow('facilities', 1::smallint, '{"directory": "id"}');

-- --- policies -------------------------------------------------------------------------------------------------------

create table public.facility_policies (
    id uuid primary key default gen_random_uuid(),
    facility_id uuid not null unique references public.facilities (id),
    auto_lock_minutes int not null default 10 check (auto_lock_minutes between 1 and 240),
    lease_days int not null default 14 check (lease_days between 1 and 90),
    is_locked_after_lease boolean not null default false,
    is_second_factor_required boolean not null default false,
    is_recording_allowed boolean not null default false,
    keys_since timestamptz,
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    created_by uuid,
    updated_at timestamptz not null default now(),
    updated_by uuid
);
comment on table public.facility_policies is
    'What a facility demands of its workstations; a facility without a row has the defaults. lease_days: how long a
workstation that hears nothing may be written on, after which it is read-only, or closed until contact. keys_since: replicas
whose key is older are asked to take a new one.';

alter table public.facility_policies enable row level security;
create policy "members see their policies" on public.facility_policies for select to authenticated
    using (facility_id = any ((select app.any_facilities())::uuid[]));
create policy "admins set policies" on public.facility_policies for insert to authenticated
    with check (facility_id = any ((select app.admin_facilities())::uuid[]));
create policy "admins change policies" on public.facility_policies for update to authenticated
    using (facility_id = any ((select app.admin_facilities())::uuid[]))
    with check (facility_id = any ((select app.admin_facilities())::uuid[]));

revoke all on public.facility_policies from public, anon, authenticated;
grant select on public.facility_policies to authenticated;
grant insert (id, facility_id, auto_lock_minutes, lease_days, is_locked_after_lease, is_second_factor_required,
    is_recording_allowed, keys_since) on public.facility_policies to authenticated;
grant update (auto_lock_minutes, lease_days, is_locked_after_lease, is_second_factor_required, is_recording_allowed,
    keys_since) on public.facility_policies to authenticated;
grant all on public.facility_policies to service_role;

create trigger stamp before insert or update on public.facility_policies for each row execute function app.stamp();
create trigger keep_facility before update of facility_id on public.facility_policies
    for each row execute function app.keep_facility();
select sync.follow('facility_policies', 12::smallint, '{"directory": "facility_id"}');

-- --- the lease ------------------------------------------------------------------------------------------------------

create function sync.lease_of(person uuid) returns jsonb language sql stable security definer set search_path = '' as $$
    -- Until when this person may work without hearing from us, by our clock. Who works in several facilities keeps to
    -- the shortest; one that has decided nothing has the default. It is signed later: see lease_signature.
    select jsonb_build_object('not_after',
        clock_timestamp() + make_interval(days => coalesce(min(coalesce(p.lease_days, 14)), 14)))
    from public.facility_members m
    left join public.facility_policies p on p.facility_id = m.facility_id
    where m.user_id = person and m.is_active
$$;

-- sync_pull as it was, with the lease beside every answer.
alter function public.sync_pull(jsonb) rename to pull;
alter function public.pull(jsonb) set schema sync;
revoke all on function sync.pull(jsonb) from authenticated;
create function public.sync_pull(request jsonb) returns jsonb
    language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
-- STABLE, so that what it calls sees the same snapshot. See sync.pull.
declare
    answer constant jsonb := sync.pull(request);
begin
    return answer || case when (answer -> 'flags' ->> 'wipe')::boolean then '{}'
        else jsonb_build_object('lease', sync.lease_of(auth.uid())) end;
end $$;

revoke all on function sync.lease_of(uuid), public.sync_pull(jsonb) from public, anon, authenticated;
grant execute on function public.sync_pull(jsonb) to authenticated;
