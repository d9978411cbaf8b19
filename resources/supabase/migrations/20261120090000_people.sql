-- Who works where: facilities, profiles bound to auth.users, and memberships with their roles.
--
-- Core PostgreSQL 15+ only. A table is born with its locks: row level security, explicit grants (column by column for
-- writes, so that what the server manages cannot be forged) and a comment saying what one row is.
--
-- Schemas:  public  what PostgREST exposes      app  rules and triggers      sync  the feed and the ledger

create schema app;
revoke all on schema app from public;
grant usage on schema app to authenticated;
-- A new function is executable by PUBLIC unless this says otherwise. For all schemas: what PostgreSQL grants by default
-- cannot be taken back for one schema alone.
alter default privileges revoke execute on functions from public;

create function app.stamp() returns trigger language plpgsql security definer set search_path = '' as $$
-- Version, author and times are the server's to write; who sends them is not believed.
-- SECURITY DEFINER, for not every backend lets everybody who writes look into schema auth.
begin
    if tg_op = 'INSERT' then
        new.version := 1;
        new.created_at := now();
        new.created_by := auth.uid();
    else
        if new.id is distinct from old.id then
            raise exception 'an id never changes' using errcode = '23514', column = 'id';
        end if;
        new.version := old.version + 1;
        new.created_at := old.created_at;
        new.created_by := old.created_by;
    end if;
    new.updated_at := now();
    new.updated_by := auth.uid();
    return new;
end $$;

create function app.keep_facility() returns trigger language plpgsql set search_path = '' as $$
begin
    if new.facility_id is distinct from old.facility_id then
        raise exception 'a row stays in its facility' using errcode = '23514', column = 'facility_id';
    end if;
    return new;
end $$;

create function app.is_time_zone(name text) returns boolean language plpgsql stable set search_path = '' as $$
begin
    return exists (select from pg_catalog.pg_timezone_names z where z.name = is_time_zone.name);
end $$;

create table public.facilities (
    id uuid primary key default gen_random_uuid(),
    name text not null check (length(btrim(name)) between 1 and 200),
    time_zone text not null,
    phone text not null default '' check (length(phone) <= 50),
    address text not null default '' check (length(address) <= 500),
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    created_by uuid,
    updated_at timestamptz not null default now(),
    updated_by uuid
);
comment on table public.facilities is 'One clinic or site. time_zone is an IANA name; every local time of the site is in it.';

create function app.check_time_zone() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if not app.is_time_zone(new.time_zone) then
        raise exception 'unknown time zone %', new.time_zone using errcode = '23514', column = 'time_zone';
    end if;
    return new;
end $$;
create trigger a_time_zone before insert or update of time_zone on public.facilities
    for each row execute function app.check_time_zone();

create table public.profiles (
    id uuid primary key references auth.users (id) on delete cascade,
    full_name text not null default '' check (length(full_name) <= 200),
    email text not null default '' check (length(email) <= 320),
    locale text not null default 'en' check (length(locale) <= 20),
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    created_by uuid,
    updated_at timestamptz not null default now(),
    updated_by uuid
);
comment on table public.profiles is 'One person with an account. Only that person reads it; colleagues see facility_members.display_name.';

create table public.facility_members (
    id uuid primary key default gen_random_uuid(),
    facility_id uuid not null references public.facilities (id),
    user_id uuid not null references public.profiles (id) on delete cascade,
    role text not null check (role in
        ('patient', 'doctor', 'nurse', 'reception', 'facility_admin', 'system_admin')),
    display_name text not null default '' check (length(display_name) <= 200),
    is_active boolean not null default true,
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    created_by uuid,
    updated_at timestamptz not null default now(),
    updated_by uuid,
    unique (facility_id, user_id)
);
create index facility_members_by_user on public.facility_members (user_id);
comment on table public.facility_members is 'A person''s role in a facility. Deactivated, never deleted.';

create function app.me() returns uuid language sql stable security definer set search_path = '' as $$
    -- Who is signed in, for functions that run as that person and may not look into schema auth.
    select auth.uid()
$$;
grant execute on function app.me() to authenticated;

-- The questions every policy asks. SECURITY DEFINER because the answer must not depend on the policies that ask.
-- Policies call them as (select app....()), so that the planner asks once per statement and not once per row.
-- plpgsql, because it keeps its plan: a push asks hundreds of times, and planning takes longer than answering.
create function app.my_facilities(roles text[]) returns uuid[]
    language plpgsql stable security definer set search_path = '' as $$
begin
    return (select coalesce(array_agg(m.facility_id), '{}') from public.facility_members m
            where m.user_id = auth.uid() and m.is_active and m.role = any (roles));
end $$;
create function app.staff_facilities() returns uuid[]
    language plpgsql stable security definer set search_path = '' as $$
begin
    return app.my_facilities('{doctor,nurse,reception,facility_admin,system_admin}');
end $$;
create function app.clinical_facilities() returns uuid[]
    language plpgsql stable security definer set search_path = '' as $$
begin
    return app.my_facilities('{doctor,nurse}');
end $$;
create function app.admin_facilities() returns uuid[]
    language plpgsql stable security definer set search_path = '' as $$
begin
    return app.my_facilities('{facility_admin,system_admin}');
end $$;
create function app.any_facilities() returns uuid[]
    language plpgsql stable security definer set search_path = '' as $$
begin
    return app.my_facilities('{patient,doctor,nurse,reception,facility_admin,system_admin}');
end $$;
-- Who may write the schedule and the patients' details: the people of the desk and those who treat.
create function app.desk_facilities() returns uuid[]
    language plpgsql stable security definer set search_path = '' as $$
begin
    return app.my_facilities('{doctor,nurse,reception,facility_admin}');
end $$;
grant execute on function app.my_facilities(text[]), app.staff_facilities(), app.clinical_facilities(),
    app.admin_facilities(), app.any_facilities(), app.desk_facilities() to authenticated;

alter table public.facilities enable row level security;
alter table public.profiles enable row level security;
alter table public.facility_members enable row level security;

create policy "members see their facility" on public.facilities for select to authenticated
    using (id = any ((select app.any_facilities())::uuid[]));
create policy "admins correct their facility" on public.facilities for update to authenticated
    using (id = any ((select app.admin_facilities())::uuid[]))
    with check (id = any ((select app.admin_facilities())::uuid[]));

create policy "people see themselves" on public.profiles for select to authenticated
    using (id = (select auth.uid()));
create policy "people correct themselves" on public.profiles for update to authenticated
    using (id = (select auth.uid())) with check (id = (select auth.uid()));

create policy "staff see their colleagues, everybody themselves" on public.facility_members
    for select to authenticated
    using (user_id = (select auth.uid()) or facility_id = any ((select app.staff_facilities())::uuid[]));
create policy "admins add people" on public.facility_members for insert to authenticated
    with check (facility_id = any ((select app.admin_facilities())::uuid[]) and role <> 'system_admin');
create policy "admins change people" on public.facility_members for update to authenticated
    using (facility_id = any ((select app.admin_facilities())::uuid[]) and role <> 'system_admin')
    with check (facility_id = any ((select app.admin_facilities())::uuid[]) and role <> 'system_admin');

revoke all on public.facilities, public.profiles, public.facility_members from public, anon, authenticated;
grant select on public.facilities, public.profiles, public.facility_members to authenticated;
grant update (name, time_zone, phone, address) on public.facilities to authenticated;
grant update (full_name, locale) on public.profiles to authenticated;
grant insert (id, facility_id, user_id, role, display_name, is_active) on public.facility_members to authenticated;
grant update (role, display_name, is_active) on public.facility_members to authenticated;
grant all on public.facilities, public.profiles, public.facility_members to service_role;

create trigger stamp before insert or update on public.facilities for each row execute function app.stamp();
create trigger stamp before insert or update on public.profiles for each row execute function app.stamp();
create trigger stamp before insert or update on public.facility_members for each row execute function app.stamp();
create trigger keep_facility before update of facility_id on public.facility_members
    for each row execute function app.keep_facility();

-- A profile is made with the account, as Supabase projects do it.
create function app.name_in(about jsonb) returns text language sql immutable set search_path = '' as $$
    -- Some backends keep the object as a JSON string.
    select left(coalesce((case when jsonb_typeof(about) = 'string' then (about #>> '{}')::jsonb else about end)
        ->> 'full_name', ''), 200)
$$;
create function app.welcome() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    insert into public.profiles (id, full_name, email)
    values (new.id, app.name_in(to_jsonb(new.raw_user_meta_data)), coalesce(new.email, ''))
    on conflict (id) do nothing;
    return new;
end $$;
create trigger welcome after insert on auth.users for each row execute function app.welcome();
create function app.follow_address() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    update public.profiles set email = coalesce(new.email, '') where id = new.id;
    return null;
end $$;
create trigger follow_address after update of email on auth.users
    for each row when (old.email is distinct from new.email) execute function app.follow_address();
insert into public.profiles (id, full_name, email)
    select u.id, app.name_in(to_jsonb(u.raw_user_meta_data)), coalesce(u.email, '') from auth.users u
    on conflict (id) do nothing;

create function public.create_facility(name text, time_zone text, admin_email text) returns uuid
    language plpgsql security definer set search_path = '' as $$
-- Founds a facility and makes an existing account its first administrator. Run by the owner of the project (SQL editor);
-- no role of the API may call it.
declare founder public.profiles; made uuid;
begin
    select * into founder from public.profiles p where lower(p.email) = lower(btrim(admin_email));
    if not found then
        raise exception 'nobody has signed up as %', admin_email using errcode = 'P0001',
            hint = 'Add the user under Authentication first, then run this again.';
    end if;
    insert into public.facilities (name, time_zone) values (create_facility.name, create_facility.time_zone) returning id into made;
    insert into public.facility_members (facility_id, user_id, role, display_name)
        values (made, founder.id, 'facility_admin', coalesce(nullif(founder.full_name, ''), founder.email));
    return made;
end $$;
revoke all on function public.create_facility(text, text, text) from public, anon, authenticated;
