-- What administrators do with people: invite, order a lost computer to forget, keep the last of them in office; and the
-- second proof a facility may demand before its records are served or written.

-- --- the second proof -----------------------------------------------------------------------------------------------

create function app.is_proven() returns boolean language sql stable security definer set search_path = '' as $$
    -- Whether this session has shown a second proof (an authenticator's code). A token that says nothing has not.
    select coalesce(auth.jwt() ->> 'aal', 'aal1') = 'aal2'
$$;

create function app.unproven_facilities() returns uuid[]
    language plpgsql stable security definer set search_path = '' as $$
-- Where the caller works, a second proof is demanded, and this session has not shown it.
begin
    if coalesce(auth.jwt() ->> 'aal', 'aal1') = 'aal2' then
        return '{}';
    end if;
    return (select coalesce(array_agg(p.facility_id), '{}')
            from public.facility_members m join public.facility_policies p on p.facility_id = m.facility_id
            where p.is_second_factor_required and m.user_id = auth.uid() and m.is_active and m.role <> 'patient');
end $$;

create function app.proven(facilities uuid[]) returns uuid[] language sql stable security definer set search_path = '' as $$
    -- Those of these facilities whose records this session may touch.
    select coalesce(array_agg(f), '{}') from unnest(facilities) f where f <> all ((select app.unproven_facilities())::uuid[])
$$;

create function app.second_factor_ok(facility uuid) returns boolean language sql stable security definer set search_path = '' as $$
    select facility <> all (app.unproven_facilities())
$$;

create function app.demand_second_factor(table_name text, home text, own text default null, even_to_read boolean default true)
    returns void language plpgsql set search_path = '' as $$
-- Gives a table its restrictive policies: whatever another policy allows, without the second proof that the row's facility
-- demands nothing is written, and nothing is read but what is about the reader (own: the column with the account).
declare
    proven constant text := format('%I <> all ((select app.unproven_facilities())::uuid[])', home);
begin
    if even_to_read then
        execute format('create policy "a second proof to read %s" on public.%I as restrictive for select to authenticated
            using (%s)', table_name, table_name,
            proven || case when own is null then '' else format(' or %I = (select auth.uid())', own) end);
    end if;
    execute format('create policy "a second proof to add %s" on public.%I as restrictive for insert to authenticated
        with check (%s)', table_name, table_name, proven);
    execute format('create policy "a second proof to change %s" on public.%I as restrictive for update to authenticated
        using (%s) with check (%s)', table_name, table_name, proven, proven);
    execute format('create policy "a second proof to remove %s" on public.%I as restrictive for delete to authenticated
        using (%s)', table_name, table_name, proven);
end $$;

-- What opens a facility's own program (its name, its policies, whom one can book with) is served before the second proof:
-- without it nobody would learn that one is asked for.
select app.demand_second_factor('facilities', 'id', even_to_read => false);
select app.demand_second_factor('facility_policies', 'facility_id', even_to_read => false);
select app.demand_second_factor('providers', 'facility_id', even_to_read => false);
select app.demand_second_factor('appointment_types', 'facility_id', even_to_read => false);
select app.demand_second_factor('facility_members', 'facility_id', own => 'user_id');
select app.demand_second_factor('rooms', 'facility_id');
select app.demand_second_factor('provider_hours', 'facility_id');
select app.demand_second_factor('time_off', 'facility_id');
select app.demand_second_factor('patients', 'facility_id', own => 'user_id');
select app.demand_second_factor('appointments', 'facility_id', own => 'patient_user_id');

-- Whoever demands it of all must have one, or would lock themselves out with everybody else.
create policy "only who shows one demands a second proof" on public.facility_policies as restrictive for insert to authenticated
    with check (not is_second_factor_required or (select app.is_proven()));
create policy "only who shows one goes on demanding a second proof" on public.facility_policies
    as restrictive for update to authenticated
    using (true) with check (not is_second_factor_required or (select app.is_proven()));

-- The functions with the owner's rights see past all policies, so they ask themselves.
create or replace function sync.grants_now(person uuid) returns setof sync.grants language sql stable as $$
    -- The scopes to be served at this moment: of a facility that waits for a second proof, only what opens its program.
    select g.* from sync.grants g join sync.scope_head h using (scope)
    where g.user_id = person
      and not (h.kind in ('facility', 'clinical') and h.owner = any ((select app.unproven_facilities())::uuid[]))
$$;
create or replace function sync.has_to_prove() returns boolean language sql stable security definer set search_path = '' as $$
    select cardinality(app.unproven_facilities()) > 0
$$;

create or replace function public.sync_pull(request jsonb) returns jsonb
    language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
-- STABLE, so that what it calls sees the same snapshot. See sync.pull. Scopes that wait for a second proof are named as
-- "withheld": they are not lost, and what a workstation holds of them stays.
declare
    answer jsonb := sync.pull(request);
begin
    if (answer -> 'flags' ->> 'wipe')::boolean then
        return answer;
    end if;
    answer := answer || jsonb_build_object('lease', sync.lease_of(auth.uid()));
    if sync.has_to_prove() then
        answer := jsonb_set(answer, '{flags,prove}', 'true') || jsonb_build_object('withheld', (
            select coalesce(jsonb_agg(g.scope), '[]') from sync.grants g
            where g.user_id = auth.uid() and g.scope not in (select n.scope from sync.grants_now(auth.uid()) n)));
    end if;
    return answer;
end $$;

revoke all on function app.is_proven(), app.unproven_facilities(), app.proven(uuid[]), app.second_factor_ok(uuid),
    app.demand_second_factor(text, text, text, boolean) from public, anon, authenticated;
grant execute on function app.is_proven(), app.unproven_facilities() to authenticated;

-- --- invitations ----------------------------------------------------------------------------------------------------

create table public.invitations (
    id uuid primary key default gen_random_uuid(),
    facility_id uuid not null references public.facilities (id),
    email text not null check (email ~ '^[^@[:space:]]+@[^@[:space:]]+$' and length(email) <= 320 and email = lower(email)),
    role text not null check (role in ('doctor', 'nurse', 'reception', 'facility_admin')),
    display_name text not null check (length(btrim(display_name)) between 1 and 200),
    accepted_at timestamptz,
    accepted_by uuid references public.profiles (id) on delete set null,
    withdrawn_at timestamptz,
    version bigint not null default 1,
    created_at timestamptz not null default now(), created_by uuid,
    updated_at timestamptz not null default now(), updated_by uuid
);
create unique index invitations_open on public.invitations (facility_id, email)
    where accepted_at is null and withdrawn_at is null;
create index invitations_by_facility on public.invitations (facility_id);
create index invitations_by_email on public.invitations (email);
create index invitations_by_person on public.invitations (accepted_by);
comment on table public.invitations is
    'Somebody is to work in a facility as soon as they sign in with this address. created_by has invited them.';

alter table public.invitations enable row level security;
create policy "admins see whom they invited" on public.invitations for select to authenticated
    using (facility_id = any ((select app.admin_facilities())::uuid[]));
create policy "admins invite" on public.invitations for insert to authenticated
    with check (facility_id = any ((select app.admin_facilities())::uuid[]));
create policy "admins withdraw" on public.invitations for update to authenticated
    using (facility_id = any ((select app.admin_facilities())::uuid[]))
    with check (facility_id = any ((select app.admin_facilities())::uuid[]));
select app.demand_second_factor('invitations', 'facility_id');

revoke all on public.invitations from public, anon, authenticated;
grant select on public.invitations to authenticated;
grant insert (id, facility_id, email, role, display_name), update (withdrawn_at) on public.invitations to authenticated;
grant all on public.invitations to service_role;
create trigger stamp before insert or update on public.invitations for each row execute function app.stamp();
create trigger keep_facility before update of facility_id on public.invitations
    for each row execute function app.keep_facility();

create function public.invite(request jsonb) returns jsonb
    language plpgsql security invoker set search_path = '' set timezone = 'UTC' as $$
-- {"facility_id", "email", "role", "display_name"}: as the caller, under row level security. The one invited joins when they
-- sign in with this address. Returns {"outcome": "invited" with "id", or "member" for whom works there already}; who waits
-- for them already is invited anew, as what is said now. Raises 42501, 23514.
declare
    asked constant jsonb := case when jsonb_typeof(request) = 'string' then (request #>> '{}')::jsonb else request end;
    address constant text := lower(btrim(asked ->> 'email'));
    home constant uuid := (asked ->> 'facility_id')::uuid;
    made uuid;
begin
    if app.works_there(home, address) then
        return '{"proto": 1, "outcome": "member"}';
    end if;
    update public.invitations i set withdrawn_at = now()
        where i.facility_id = home and i.email = address and i.accepted_at is null and i.withdrawn_at is null;
    insert into public.invitations (facility_id, email, role, display_name)
        values (home, address, asked ->> 'role', btrim(asked ->> 'display_name')) returning id into made;
    return jsonb_build_object('proto', 1, 'outcome', 'invited', 'id', made);
end $$;

create function app.works_there(facility uuid, address text) returns boolean
    language sql stable security definer set search_path = '' as $$
    -- For administrators of the facility: whether somebody of this address is an active member.
    select facility = any (app.proven(app.admin_facilities())) and exists (
        select from public.facility_members m join public.profiles p on p.id = m.user_id
        where m.facility_id = facility and m.is_active and lower(p.email) = address)
$$;

create function public.withdraw_invitation(request jsonb) returns jsonb
    language plpgsql security invoker set search_path = '' as $$
-- {"id"}: nobody joins by it any more. Returns {"outcome": "withdrawn"}, or "gone" where it was accepted, withdrawn or not
-- the caller's to see.
declare
    asked constant jsonb := case when jsonb_typeof(request) = 'string' then (request #>> '{}')::jsonb else request end;
begin
    update public.invitations i set withdrawn_at = now()
        where i.id = (asked ->> 'id')::uuid and i.accepted_at is null and i.withdrawn_at is null;
    return jsonb_build_object('proto', 1, 'outcome', case when found then 'withdrawn' else 'gone' end);
end $$;

create function app.accept_for(person uuid) returns int language plpgsql security definer set search_path = '' as $$
-- Turns the open invitations of a confirmed address into memberships; how many. An address that nobody has confirmed is
-- nobody's: anyone can sign up under any.
declare
    address text;
    taken public.invitations;
    joined int := 0;
begin
    select lower(u.email) into address from auth.users u where u.id = person and u.email_confirmed_at is not null;
    if address is null or not exists (select from public.profiles p where p.id = person) then
        return 0;
    end if;
    for taken in
        update public.invitations i set accepted_at = now(), accepted_by = person
        where i.email = address and i.accepted_at is null and i.withdrawn_at is null returning i.*
    loop
        insert into public.facility_members (facility_id, user_id, role, display_name)
            values (taken.facility_id, person, taken.role, taken.display_name)
            on conflict (facility_id, user_id) do update
                set role = excluded.role, display_name = excluded.display_name, is_active = true
                where not facility_members.is_active and facility_members.role <> 'system_admin';
        joined := joined + 1;
    end loop;
    return joined;
end $$;

create function public.accept_invitations(request jsonb) returns jsonb
    language plpgsql security definer set search_path = '' as $$
-- {}: asked by the program after each sign-in. Returns {"joined": how many facilities were joined by it}.
begin
    if auth.uid() is null then
        raise exception 'sign in first' using errcode = '28000';
    end if;
    return jsonb_build_object('proto', 1, 'joined', app.accept_for(auth.uid()));
end $$;

create function app.accept_with_account() returns trigger language plpgsql security definer set search_path = '' as $$
-- An account that is born confirmed (made in the dashboard) joins at once.
begin
    perform app.accept_for(new.id);
    return null;
end $$;
-- After the heads of the person's scopes (a_) and before the marks (sync_): see the order of triggers in the feed.
create trigger b_invitations after insert on public.profiles for each row execute function app.accept_with_account();

-- --- people of a facility -------------------------------------------------------------------------------------------

create function app.keep_an_admin() returns trigger language plpgsql security definer set search_path = '' as $$
-- A facility without an administrator could be helped by the owner of the project only.
begin
    if auth.uid() is null or not old.is_active or old.role not in ('facility_admin', 'system_admin')
       or (new.is_active and new.role in ('facility_admin', 'system_admin')) then
        return new;
    end if;
    -- Two who put each other out at once: the second one waits, and then sees that nobody would be left.
    perform from public.facilities f where f.id = old.facility_id for no key update;
    if not exists (select from public.facility_members m
                   where m.facility_id = old.facility_id and m.id <> old.id and m.is_active
                     and m.role in ('facility_admin', 'system_admin')) then
        raise exception 'the last administrator stays' using errcode = 'P0001', detail = 'last_admin';
    end if;
    return new;
end $$;
create trigger keep_an_admin before update of role, is_active on public.facility_members
    for each row execute function app.keep_an_admin();

create function app.computers_of(person uuid) returns jsonb
    language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
-- The installations a person has worked on, the latest first: [{"device", "place", "last_seen_at", "wipe_ordered_at"}].
-- place is what the program says of the computer, where the auth server keeps it.
declare
    places jsonb := '{}';
    found jsonb;
begin
    if to_regclass('auth.sessions') is not null then
        execute $q$
            select coalesce(jsonb_object_agg(device, place), '{}') from (
                select distinct on (device) device, place
                from (select lower(substring(s.row ->> 'user_agent' from 'device/([0-9a-fA-F-]{36})')) as device,
                             left(substring(s.row ->> 'user_agent' from '\(([^)]*)\)'), 100) as place,
                             s.row ->> 'created_at' as since
                      from (select to_jsonb(each) as row from auth.sessions each where each.user_id = $1) s) told
                where device is not null and place is not null order by device, since desc) one
        $q$ into places using person;
    end if;
    select coalesce(jsonb_agg(jsonb_build_object('device', c.device, 'place', coalesce(places ->> c.device::text, ''),
               'last_seen_at', c.seen, 'wipe_ordered_at', c.ordered) order by c.seen desc), '[]') into found
    from (
        select d.device, max(d.at) as seen, max(w.ordered_at) as ordered
        from (select d.device, d.last_seen_at as at from sync.devices d where d.user_id = person
              union all
              select e.device, max(e.received_at) from sync.audit_events e where e.user_id = person group by e.device) d
        left join sync.wipes w on w.user_id = person and (w.device = d.device or (w.device is null and d.at < w.ordered_at))
        group by d.device order by 2 desc limit 50) c;
    return found;
end $$;

create function public.people_read(request jsonb) returns jsonb
    language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
-- {"facility_id"}: for its administrators, what the replica does not hold of its people: addresses, computers, open
-- invitations; and whether this session has shown a second proof. Raises 28000 for nobody, 42501 for anybody else.
declare
    asked constant jsonb := case when jsonb_typeof(request) = 'string' then (request #>> '{}')::jsonb else request end;
    home constant uuid := (asked ->> 'facility_id')::uuid;
begin
    if auth.uid() is null then
        raise exception 'sign in first' using errcode = '28000';
    elsif home is null or home <> all (app.proven(app.admin_facilities())) then
        raise exception 'for administrators of the facility' using errcode = '42501';
    end if;
    return jsonb_build_object('proto', 1, 'is_proven', app.is_proven(),
        'people', (
            select coalesce(jsonb_agg(jsonb_build_object('user_id', m.user_id, 'email', p.email,
                'may_wipe', app.may_wipe(m.user_id), 'computers', app.computers_of(m.user_id)) order by m.user_id), '[]')
            from public.facility_members m join public.profiles p on p.id = m.user_id where m.facility_id = home),
        'invitations', (
            select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'email', i.email, 'role', i.role,
                'display_name', i.display_name, 'created_at', i.created_at, 'created_by', i.created_by)
                order by i.created_at desc), '[]')
            from public.invitations i
            where i.facility_id = home and i.accepted_at is null and i.withdrawn_at is null));
end $$;

-- --- a lost computer forgets ----------------------------------------------------------------------------------------

create function app.may_wipe(person uuid) returns boolean language sql stable security definer set search_path = '' as $$
    -- Administrators of a facility the person belongs to. Not while the person works elsewhere too: unsent work of that
    -- clinic would be lost with it, so its administrator has to be one of them. A system administrator obeys only another.
    select auth.uid() is not null
       and exists (
            select from public.facility_members m
            where m.user_id = person and m.facility_id = any (app.proven(app.admin_facilities())))
       and not exists (
            select from public.facility_members m
            where m.user_id = person and (m.is_active or m.role = 'system_admin')
              and not exists (
                    select from public.facility_members a
                    where a.user_id = auth.uid() and a.is_active and a.facility_id = m.facility_id
                      and (a.role = 'system_admin' or (a.role = 'facility_admin' and m.role <> 'system_admin'))))
$$;

create function public.order_wipe(request jsonb) returns jsonb
    language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
-- {"user_id", "device"}: at its next contact that installation forgets everything of this person; without a device, every
-- installation signed in by now. Returns {"ordered_at"}. Raises 28000 for nobody, 42501 for who may not.
declare
    asked constant jsonb := case when jsonb_typeof(request) = 'string' then (request #>> '{}')::jsonb else request end;
    person constant uuid := (asked ->> 'user_id')::uuid;
    ordered timestamptz;
begin
    if auth.uid() is null then
        raise exception 'sign in first' using errcode = '28000';
    elsif person is null or not app.may_wipe(person) then
        raise exception 'not yours to order' using errcode = '42501';
    end if;
    insert into sync.wipes as w (user_id, device, ordered_by) values (person, (asked ->> 'device')::uuid, auth.uid())
        on conflict (user_id, device) do update set ordered_by = excluded.ordered_by, ordered_at = now()
        returning w.ordered_at into ordered;
    perform app.poke_person(person);
    return jsonb_build_object('proto', 1, 'ordered_at', ordered);
end $$;

create function public.cancel_wipe(request jsonb) returns jsonb
    language plpgsql security definer set search_path = '' as $$
-- {"user_id", "device"}: takes an order back, for installations that have not heard of it yet. Returns {"cancelled": how many}.
declare
    asked constant jsonb := case when jsonb_typeof(request) = 'string' then (request #>> '{}')::jsonb else request end;
    person constant uuid := (asked ->> 'user_id')::uuid;
    gone int;
begin
    if auth.uid() is null then
        raise exception 'sign in first' using errcode = '28000';
    elsif person is null or not app.may_wipe(person) then
        raise exception 'not yours to order' using errcode = '42501';
    end if;
    delete from sync.wipes w where w.user_id = person and w.device is not distinct from (asked ->> 'device')::uuid;
    get diagnostics gone = row_count;
    return jsonb_build_object('proto', 1, 'cancelled', gone);
end $$;

create or replace function sync.must_wipe(person uuid, device uuid) returns boolean
    language sql stable security definer set search_path = '' as $$
    -- An order for every installation means those of its time: who is let in again afterwards begins anew and is left
    -- alone. An installation we know of by then is meant, whatever session it has now; of one we have never heard, its
    -- sign-in tells.
    select exists (
        select from sync.wipes w
        where w.user_id = person and (w.device = must_wipe.device or w.device is null and case
            when exists (select from sync.devices d where d.user_id = person and d.device = must_wipe.device)
            then exists (select from sync.devices d where d.user_id = person and d.device = must_wipe.device
                           and d.first_seen_at <= w.ordered_at)
            else coalesce((select max((way ->> 'timestamp')::numeric)
                           from jsonb_array_elements(auth.jwt() -> 'amr') way), 0) < extract(epoch from w.ordered_at) end))
$$;

revoke all on function public.invite(jsonb), public.withdraw_invitation(jsonb), public.accept_invitations(jsonb),
    public.people_read(jsonb), public.order_wipe(jsonb), public.cancel_wipe(jsonb), app.works_there(uuid, text),
    app.accept_for(uuid), app.accept_with_account(), app.keep_an_admin(), app.computers_of(uuid), app.may_wipe(uuid)
    from public, anon, authenticated;
grant execute on function public.invite(jsonb), public.withdraw_invitation(jsonb), public.accept_invitations(jsonb),
    public.people_read(jsonb), public.order_wipe(jsonb), public.cancel_wipe(jsonb), app.works_there(uuid, text)
    to authenticated;
