-- The audit trails of all installations, as they told them: kept for ever, changed by nobody.

create table sync.audit_events (
    user_id uuid not null,
    device uuid not null,
    seq bigint not null,
    facility_id uuid,
    at timestamptz not null,
    action text not null check (length(action) <= 40),
    table_name text not null default '' check (length(table_name) <= 80),
    row_id uuid,
    label text not null default '' check (length(label) <= 200),
    fields text[] not null default '{}',
    mac text not null check (length(mac) = 64),
    received_at timestamptz not null default now(),
    primary key (user_id, device, seq)
);
create index audit_events_by_facility on sync.audit_events (facility_id, at desc);
create index audit_events_by_row on sync.audit_events (row_id, at desc) where row_id is not null;
comment on table sync.audit_events is
    'One line of one installation''s audit trail. mac is the code of its chain: with it, a trail cut or rewritten later is missed here.';

create function sync.audit_is_for_ever() returns trigger language plpgsql set search_path = '' as $$
begin
    raise exception 'the audit trail is kept as it was told' using errcode = '42501';
end $$;
create trigger for_ever before update or delete on sync.audit_events
    for each row execute function sync.audit_is_for_ever();
create trigger for_ever_whole before truncate on sync.audit_events
    for each statement execute function sync.audit_is_for_ever();

create function sync.clinics_of(table_name text, row_ids uuid[], person uuid) returns table (row_id uuid, facility_id uuid)
    language plpgsql stable security definer set search_path = '' as $$
-- The facilities that records belong to, where this person is or was a member of them.
begin
    if exists (select from sync.tables t where t.name = clinics_of.table_name and 'facility_id' = any (t.columns)) then
        return query execute format('select r.id, m.facility_id from public.%I r join public.facility_members m
            on m.facility_id = r.facility_id and m.user_id = $2 where r.id = any ($1)', table_name) using row_ids, person;
    end if;
end $$;

create function public.audit_append(request jsonb) returns jsonb
    language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
-- {"device", "lines": [{"seq", "at", "action", "tbl", "row_id", "label", "fields", "mac"}, ...]} (500 at most).
-- A line is filed under the clinic of its record; one about no record, under the first that its author works in.
-- Lines known already are not written again; one that is known with another code is answered as "forked".
-- Returns {"upto": highest seq kept, "forked": seq or null}; a client sends its lines in order. Raises 28000 for nobody.
declare
    asked constant jsonb := case when jsonb_typeof(request) = 'string' then (request #>> '{}')::jsonb else request end;
    me constant uuid := auth.uid();
    machine constant uuid := (asked ->> 'device')::uuid;
    home uuid;
    fork bigint;
    upto bigint;
begin
    if me is null then
        raise exception 'sign in first' using errcode = '28000';
    elsif jsonb_array_length(coalesce(asked -> 'lines', '[]')) > 500 then
        raise exception 'too many lines at once' using errcode = '22023';
    end if;
    select m.facility_id into home from public.facility_members m
        where m.user_id = me order by m.is_active desc, m.created_at limit 1;
    select min(l.seq) into fork
        from jsonb_to_recordset(coalesce(asked -> 'lines', '[]')) l(seq bigint, mac text)
        join sync.audit_events e on e.user_id = me and e.device = machine and e.seq = l.seq and e.mac <> l.mac;
    with lines as materialized (
        select l.*, case when sync.is_id(l.row_id) then l.row_id::uuid end as record
        from jsonb_to_recordset(coalesce(asked -> 'lines', '[]'))
            l(seq bigint, at timestamptz, action text, tbl text, row_id text, label text, fields text[], mac text)
    ), clinics as (
        -- Asked once for each table and not for each line.
        select t.tbl, c.row_id, c.facility_id
        from (select l.tbl, array_agg(distinct l.record) as records from lines l where l.record is not null group by l.tbl) t
        cross join lateral sync.clinics_of(t.tbl, t.records, me) c
    )
    insert into sync.audit_events (user_id, device, seq, facility_id, at, action, table_name, row_id, label, fields, mac)
        select me, machine, l.seq, coalesce(c.facility_id, home), l.at, left(l.action, 40), left(coalesce(l.tbl, ''), 80),
               l.record, left(coalesce(l.label, ''), 200), coalesce(l.fields, '{}'), l.mac
        from lines l left join clinics c on c.tbl = l.tbl and c.row_id = l.record
        on conflict do nothing;
    select max(e.seq) into upto from sync.audit_events e where e.user_id = me and e.device = machine;
    return jsonb_build_object('proto', 1, 'upto', coalesce(upto, 0), 'forked', fork);
end $$;

create function public.audit_codes(request jsonb) returns jsonb
    language plpgsql stable security definer set search_path = '' as $$
-- {"device", "after": seq}: the codes kept of the caller's own trail there, 5,000 at most: {"codes": [[seq, mac], ...], "more"}.
declare
    asked constant jsonb := case when jsonb_typeof(request) = 'string' then (request #>> '{}')::jsonb else request end;
    me constant uuid := auth.uid();
    codes jsonb;
begin
    if me is null then
        raise exception 'sign in first' using errcode = '28000';
    end if;
    select coalesce(jsonb_agg(jsonb_build_array(e.seq, e.mac) order by e.seq), '[]') into codes
    from (select seq, mac from sync.audit_events a
          where a.user_id = me and a.device = (asked ->> 'device')::uuid and a.seq > coalesce((asked ->> 'after')::bigint, 0)
          order by seq limit 5000) e;
    return jsonb_build_object('proto', 1, 'codes', codes, 'more', jsonb_array_length(codes) = 5000);
end $$;

create function public.audit_read(request jsonb) returns jsonb
    language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
-- For administrators: what the people of their facilities did. For everybody else: what they did themselves.
-- {"from", "to", "user_id", "action", "row_id", "before_at", "want"}; newest first, 500 at most.
declare
    asked constant jsonb := case when jsonb_typeof(request) = 'string' then (request #>> '{}')::jsonb else request end;
    me constant uuid := auth.uid();
    want constant int := least(greatest(coalesce((asked ->> 'want')::int, 100), 1), 500);
    mine constant uuid[] := app.proven(app.admin_facilities());
    lines jsonb;
begin
    if me is null then
        raise exception 'sign in first' using errcode = '28000';
    end if;
    select coalesce(jsonb_agg(to_jsonb(e) order by e.at desc, e.user_id, e.device, e.seq desc), '[]') into lines
    from (
        select a.at, a.user_id, a.device, a.seq, a.action, a.table_name, a.row_id, a.label, a.fields, a.received_at,
               (select m.display_name from public.facility_members m
                where m.user_id = a.user_id and m.facility_id = a.facility_id) as who
        from sync.audit_events a
        where (a.facility_id = any (mine) or a.user_id = me)
          and (asked ->> 'from' is null or a.at >= (asked ->> 'from')::timestamptz)
          and (asked ->> 'to' is null or a.at < (asked ->> 'to')::timestamptz)
          and (asked ->> 'user_id' is null or a.user_id = (asked ->> 'user_id')::uuid)
          and (asked ->> 'action' is null or a.action = asked ->> 'action')
          and (asked ->> 'row_id' is null or a.row_id = (asked ->> 'row_id')::uuid)
          and (asked ->> 'before_at' is null or a.at < (asked ->> 'before_at')::timestamptz)
        order by a.at desc, a.user_id, a.device, a.seq desc limit want) e;
    return jsonb_build_object('proto', 1, 'lines', lines);
end $$;

revoke all on sync.audit_events from public, anon, authenticated;
revoke all on function public.audit_append(jsonb), public.audit_codes(jsonb), public.audit_read(jsonb) from public, anon;
grant execute on function public.audit_append(jsonb), public.audit_codes(jsonb), public.audit_read(jsonb) to authenticated;
