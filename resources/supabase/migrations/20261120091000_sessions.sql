-- A person's sessions: where somebody is signed in, ending one from afar, and the way back for who lost a second factor.
--
-- The auth schema is the auth server's own. Nothing of it is changed here but rows that go; columns are asked for by
-- name through to_jsonb, so that a server that lacks one (or will rename one) gives null and not an error. On a
-- PostgreSQL without the auth server's tables the functions are there and find nothing.

create function public.my_sessions() returns table (
    id uuid, created_at timestamptz, last_seen_at timestamptz, user_agent text, ip text, aal text, is_current boolean)
    language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
-- Where the caller is signed in, the latest first. last_seen_at is the last time the session got a new token.
begin
    if auth.uid() is null or to_regclass('auth.sessions') is null then
        return;
    end if;
    return query execute $q$
        select (s.row ->> 'id')::uuid,
               (s.row ->> 'created_at')::timestamptz,
               greatest((s.row ->> 'refreshed_at')::timestamptz, (s.row ->> 'created_at')::timestamptz),
               left(s.row ->> 'user_agent', 300),
               split_part(s.row ->> 'ip', '/', 1),
               coalesce(s.row ->> 'aal', 'aal1'),
               s.row ->> 'id' = coalesce(auth.jwt() ->> 'session_id', '')
        from (select to_jsonb(each) as row from auth.sessions each where each.user_id = auth.uid()) s
        where coalesce((s.row ->> 'not_after')::timestamptz > now(), true)
        order by 3 desc, 1
        limit 100
    $q$;
end $$;

create function public.end_session(session uuid) returns boolean
    language plpgsql security definer set search_path = '' as $$
-- Ends one of the caller's own sessions; false when there is none of that name. Its refresh tokens go with it. The
-- other computer is poked, so that it asks, and learns it.
declare ended int := 0;
begin
    if auth.uid() is null then
        raise exception 'nobody is signed in' using errcode = '28000';
    end if;
    if to_regclass('auth.sessions') is null then
        return false;
    end if;
    execute 'delete from auth.sessions s where s.id = $1 and s.user_id = $2' using session, auth.uid();
    get diagnostics ended = row_count;
    if ended > 0 then
        perform app.poke_person(auth.uid());
    end if;
    return ended > 0;
end $$;

create function app.poke_person(person uuid) returns void
    language plpgsql security definer set search_path = '' as $$
begin
    if to_regprocedure('realtime.send(jsonb,text,text,boolean)') is not null then
        execute 'select realtime.send($1, $2, $3, true)' using '{}'::jsonb, 'poke', 'user:' || person;
    end if;
exception when others then
    raise warning 'app.poke_person: %', sqlerrm;
end $$;

create function app.may_reset_factors_of(person uuid) returns boolean
    language sql stable security definer set search_path = '' as $$
-- An administrator of one clinic must not open the account of somebody who also works in another one.
    select auth.uid() is not null and auth.uid() <> person
       and exists (select from public.facility_members m where m.user_id = person)
       and not exists (
            select from public.facility_members m
            where m.user_id = person and (m.is_active or m.role = 'system_admin')
              and not exists (
                    select from public.facility_members a
                    where a.user_id = auth.uid() and a.is_active and a.facility_id = m.facility_id
                      and (a.role = 'system_admin' or (a.role = 'facility_admin' and m.role <> 'system_admin'))))
       and exists (
            select from public.facility_members a
            join public.facility_members m on m.facility_id = a.facility_id and m.user_id = person
            where a.user_id = auth.uid() and a.is_active and a.role in ('facility_admin', 'system_admin'))
$$;

create function public.reset_second_factor(person uuid) returns int
    language plpgsql security definer set search_path = '' as $$
-- Takes a lost second factor off an account and ends its sessions; how many proofs were removed. For administrators,
-- who prove a second factor of their own first where they have one.
declare removed int := 0; has_own boolean := false;
begin
    if not app.may_reset_factors_of(person) then
        raise exception 'not yours to reset' using errcode = '42501';
    end if;
    if to_regclass('auth.mfa_factors') is null or to_regclass('auth.sessions') is null then
        return 0;
    end if;
    execute 'select exists (select from auth.mfa_factors f where f.user_id = $1 and f.status::text = ''verified'')'
        into has_own using auth.uid();
    if (has_own or cardinality(app.unproven_facilities()) > 0) and coalesce(auth.jwt() ->> 'aal', 'aal1') <> 'aal2' then
        raise exception 'prove your own second factor first' using errcode = '42501', hint = 'insufficient_aal';
    end if;
    execute 'delete from auth.mfa_factors f where f.user_id = $1' using person;
    get diagnostics removed = row_count;
    execute 'delete from auth.sessions s where s.user_id = $1' using person;
    perform app.poke_person(person);
    return removed;
end $$;

create function app.check_session() returns void language plpgsql stable security definer set search_path = '' as $$
-- Asked by PostgREST before each request: an access token outlives its session by up to an hour, the person's wish to
-- be signed out must not wait for that. Tokens that belong to no session (keys, services) are not looked at.
declare
    claims constant jsonb := auth.jwt();
    found boolean;
begin
    if claims ->> 'session_id' is null then
        return;
    end if;
    execute 'select exists (select from auth.sessions s where s.id = $1 and s.user_id = $2)'
        into found using (claims ->> 'session_id')::uuid, (claims ->> 'sub')::uuid;
    if not found then
        raise sqlstate 'PGRST' using
            message = '{"code": "session_not_found", "message": "Session from session_id claim in JWT does not exist"}',
            detail = '{"status": 401, "headers": {"WWW-Authenticate": "Bearer"}}';
    end if;
end $$;

revoke all on function public.my_sessions(), public.end_session(uuid), public.reset_second_factor(uuid),
    app.poke_person(uuid), app.may_reset_factors_of(uuid), app.check_session() from public, anon, authenticated;
grant execute on function public.my_sessions(), public.end_session(uuid), public.reset_second_factor(uuid)
    to authenticated;

do $$
declare
    taken constant text := (
        select substr(c.setting, strpos(c.setting, '=') + 1)
        from pg_catalog.pg_db_role_setting s
        join pg_catalog.pg_roles r on r.oid = s.setrole and r.rolname = 'authenticator'
        cross join unnest(s.setconfig) as c(setting)
        where c.setting like 'pgrst.db_pre_request=%'
          and s.setdatabase in (0, (select d.oid from pg_catalog.pg_database d where d.datname = current_database()))
        limit 1);
begin
    if to_regclass('auth.sessions') is null or to_regrole('authenticator') is null then
        return;
    end if;
    if taken is not null then
        raise warning 'PostgREST asks % already; have it call app.check_session() too.', taken;
        return;
    end if;
    -- The function is asked in the caller's own role, so every role of the API must reach it.
    grant usage on schema app to anon, authenticated, service_role;
    grant execute on function app.check_session() to anon, authenticated, service_role;
    execute format('alter role authenticator in database %I set pgrst.db_pre_request = %L',
        current_database(), 'app.check_session');
    notify pgrst, 'reload config';
exception when insufficient_privilege then
    -- Then a session that was ended lives until its access token does, as on a project without this.
    raise warning 'PostgREST could not be told to look at sessions: %', sqlerrm;
end $$;
