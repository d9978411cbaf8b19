-- sync_pull: what changed since the caller's cursors, in one snapshot.

create table sync.settings (
    only_row boolean primary key default true check (only_row),
    generation uuid not null default gen_random_uuid(),
    min_client integer not null default 1,
    pause boolean not null default false
);
insert into sync.settings default values;
comment on table sync.settings is
    'generation: give it a new value after a restore. min_client: older programs may still push. pause: clients hold.';

create function sync.epoch() returns text language sql stable security definer set search_path = '' as $$
    -- Another server, another timeline, tables that a dump made anew, or another generation: cursors of before mean
    -- nothing here. So nobody has to say that a dump was put back; of a copy of the files somebody has to.
    select md5((select system_identifier::text from pg_catalog.pg_control_system())
            || ':' || (select timeline_id::text from pg_catalog.pg_control_checkpoint())
            || ':' || (select 'sync.settings'::regclass::oid::text)
            || ':' || (select generation::text from sync.settings))
$$;

-- Without settings of its own it is inlined.
create function sync.grants_now(person uuid) returns setof sync.grants language sql stable as $$
    -- The scopes to be served at this moment. (Sessions that have yet to prove who they are get fewer: see administration.)
    select g.* from sync.grants g where g.user_id = person
$$;

create function sync.rows_of(table_name text, columns text[], keys jsonb) returns jsonb
    language plpgsql stable security definer set search_path = '' as $$
-- The rows of one page of one table: [[scope index, version, column, ...], ...]. keys: [{"ix", "ver", "id"}, ...].
declare
    found_rows jsonb;
begin
    execute format($q$
        select jsonb_agg(jsonb_build_array(k.ix, k.ver, %s))
        from jsonb_to_recordset($1) k(ix int, ver bigint, id uuid) join public.%I r on r.id = k.id
        $q$, (select string_agg(format('r.%I', c), ', ') from unnest(columns) c), table_name)
        into found_rows using keys;
    return coalesce(found_rows, '[]');
end $$;

create function public.sync_pull(request jsonb) returns jsonb
    language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
-- One STABLE function, so one snapshot: grants, heads, rows and acknowledgements belong together.
-- SECURITY DEFINER with explicit grants: one membership look-up and range scans, where policies would ask per row.
-- Raises 28000 for a caller who is nobody.
declare
    asked jsonb := case when jsonb_typeof(request) = 'string' then (request #>> '{}')::jsonb else request end;
    me uuid := auth.uid();
    want int := least(greatest(coalesce((asked ->> 'want')::int, 1000), 1), 5000);
    answer jsonb;
    heads jsonb;
    digest text;
    got record;
    acked jsonb;
    cursors jsonb;
    settings sync.settings;
begin
    if me is null then
        raise exception 'sign in first' using errcode = '28000';
    end if;
    select * into settings from sync.settings;
    select coalesce(jsonb_agg(l.id), '[]') into acked
    from sync.ledger l
    where l.user_id = me
      and l.id in (select value::uuid from jsonb_array_elements_text(coalesce(asked -> 'pending', '[]')) limit 1000);

    answer := jsonb_build_object('proto', 1, 'epoch', sync.epoch(), 'now', to_jsonb(clock_timestamp()),
        'flags', jsonb_build_object('min_client', settings.min_client, 'pause', settings.pause,
            'wipe', sync.must_wipe(me, (asked ->> 'device')::uuid)), 'acked', acked);

    select md5(string_agg(concat_ws(':', h.scope, g.num, h.ver, h.n, h.sum), e'\n' order by h.scope::text))
        into digest
    from sync.grants_now(me) g join sync.scope_head h using (scope);
    if (answer -> 'flags' ->> 'wipe')::boolean then
        return answer || '{"same": true}';  -- nothing more for an installation that must forget what it has
    elsif digest = asked ->> 'seen' and answer ->> 'epoch' = asked ->> 'epoch' then
        return answer || '{"same": true}';
    elsif (asked ->> 'brief')::boolean then
        return answer || '{"acked": []}';  -- whoever asks by the digest alone asks again with all that is held
    end if;
    cursors := case when coalesce(asked ->> 'epoch', answer ->> 'epoch') = answer ->> 'epoch' then asked -> 'scopes' end;

    -- A cursor of another epoch, of another grant, or from ahead of the head starts again from nothing.
    with held as (
        select (row_number() over (order by h.scope::text))::int - 1 as ix, h.*, g.num,
               case when c.cursor is null or (c.cursor ->> 'grant')::bigint <> g.num
                         or (c.cursor ->> 'ver')::bigint > h.ver then 0
                    else (c.cursor ->> 'ver')::bigint end as since,
               case when c.cursor is null or (c.cursor ->> 'grant')::bigint <> g.num
                         or (c.cursor ->> 'ver')::bigint > h.ver then h.ver
                    else coalesce((c.cursor ->> 'from')::bigint, 0) end as filling
        from sync.grants_now(me) g
        join sync.scope_head h using (scope)
        left join lateral (select cursors -> h.scope::text as cursor) c on true
    ), picked as (
        select h.ix, h.scope, f.tbl, f.row_id, f.ver, f.op
        from held h
        cross join lateral (
            -- Removals of before the fill began concern rows that this client never had.
            select f.tbl, f.row_id, f.ver, f.op from sync.feed f
            where f.scope = h.scope and f.ver > h.since and f.ver <= h.ver
              and (f.op = 'u' or f.ver > h.filling)
            order by f.ver limit want + 1
        ) f
        where h.ver > h.since and asked -> 'early' is null
        order by h.ix, f.ver limit want + 1
    ), page as (
        select * from picked limit want
    ), reached as (
        -- How far each scope has come: to its head, unless the page was cut within it.
        select h.ix, h.scope, case
            when asked -> 'early' is not null then h.since
            when (select count(*) from picked) <= want then h.ver
            when h.ix < (select max(ix) from page) then h.ver
            when h.ix = (select max(ix) from page) then (select max(ver) from page p where p.ix = h.ix)
            else h.since end as ver
        from held h
    )
    select
        (select jsonb_agg(jsonb_build_object('id', scope, 'kind', kind, 'owner', owner, 'grant', num,
                'head', ver, 'n', n, 'sum', sum::text) order by ix) from held) as scopes,
        (select jsonb_object_agg(scope, ver) from reached) as upto,
        (select count(*) > want or asked -> 'early' is not null from picked) as more,
        (select coalesce(jsonb_agg(jsonb_build_array(p.ix, t.name, p.row_id, p.ver)), '[]')
            from page p join sync.tables t using (tbl) where p.op = 'd') as removed,
        (select coalesce(jsonb_object_agg(name, keys), '{}') from (
            select t.name, jsonb_agg(jsonb_build_object('ix', p.ix, 'ver', p.ver, 'id', p.row_id)) as keys
            from page p join sync.tables t using (tbl) where p.op = 'u' group by t.name) k) as keys
    into got;

    return answer || jsonb_build_object(
        -- The effect of a mutation may be on a later page: acknowledged is what the last one completes.
        'acked', case when got.more then '[]' else acked end,
        'scopes', coalesce(got.scopes, '[]'),
        'upto', coalesce(got.upto, '{}'),
        'more', got.more,
        'removed', got.removed,
        'revoked', (select coalesce(jsonb_agg(r.scope), '[]') from sync.revocations r where r.user_id = me),
        'tables', case when asked -> 'early' is null then sync.pages_of(got.keys)
                       else sync.early_pages(asked -> 'early', got.scopes) end);
end $$;

create function sync.pages_of(keys jsonb) returns jsonb language sql stable security definer set search_path = '' as $$
    select coalesce(jsonb_object_agg(t.name, jsonb_build_object('columns', to_jsonb(t.columns),
        'rows', sync.rows_of(t.name, t.columns, k.value))), '{}')
    from jsonb_each(keys) k join sync.tables t on t.name = k.key
$$;

create function sync.early_pages(early jsonb, scopes jsonb) returns jsonb
    language plpgsql stable security definer set search_path = '' as $$
-- The first answer of a first fill brings what the desk needs now: everything small, the appointments between
-- early.from and early.to, and their patients. The cursors do not move for it; the same rows come again in order.
declare
    keys jsonb;
begin
    with held as (
        select (ord - 1)::int as ix, (s ->> 'id')::uuid as scope, s ->> 'kind' as kind, (s ->> 'owner')::uuid as owner
        from jsonb_array_elements(scopes) with ordinality x(s, ord)
    ), near as (
        select h.ix, a.id, a.patient_id
        from held h join public.appointments a on a.facility_id = h.owner
        where h.kind = 'facility'
          and a.starts_at >= (early ->> 'from')::timestamptz and a.starts_at < (early ->> 'to')::timestamptz
        order by a.starts_at limit 2000
    ), wanted as (
        select ix, 10::smallint as tbl, id as row_id from near
        union select ix, 9::smallint, patient_id from near
        union all
        select h.ix, f.tbl, f.row_id from held h join sync.feed f on f.scope = h.scope
            and f.tbl in (1, 2, 3, 4, 5, 6, 7, 8, 12) and f.op = 'u'
        limit 10000
    )
    select jsonb_object_agg(name, ids) into keys from (
        select t.name, jsonb_agg(jsonb_build_object('ix', w.ix, 'ver', f.ver, 'id', w.row_id)) as ids
        from wanted w join held h using (ix)
        join sync.feed f on f.scope = h.scope and f.tbl = w.tbl and f.row_id = w.row_id and f.op = 'u'
        join sync.tables t on t.tbl = w.tbl
        group by t.name) k;
    return sync.pages_of(coalesce(keys, '{}'));
end $$;

revoke all on function public.sync_pull(jsonb) from public, anon;
grant execute on function public.sync_pull(jsonb) to authenticated;
