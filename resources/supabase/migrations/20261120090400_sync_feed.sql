-- The state feed: for every (scope, table, row) its latest version in that scope, numbered densely at COMMIT.
--
-- Why at commit: numbers handed out earlier become visible out of order, and a reader that has seen 12 never looks for
-- 11 again. One deferred trigger numbers everything a transaction touched, after locking the touched heads in sorted
-- order; so versions appear in commit order, without holes, and two writers cannot deadlock on the heads.
-- Why a state and not a log: its size follows the rows, not their edits; there is nothing to compact.

create schema sync;
revoke all on schema sync from public;
grant usage on schema sync to authenticated;

create table sync.tables (
    tbl smallint primary key,
    name text not null unique,
    columns text[] not null
);
comment on table sync.tables is 'The replicated tables: a number that never changes, and the columns that travel.';

create table sync.scope_head (
    scope uuid primary key,
    kind text not null check (kind in ('directory', 'facility', 'clinical', 'conversation', 'user')),
    owner uuid not null,
    ver bigint not null default 0,
    n bigint not null default 0,
    sum numeric not null default 0,
    unique (kind, owner)
) with (fillfactor = 70);
comment on table sync.scope_head is
    'One scope: its highest version, how many live rows it holds, and the sum of their hashes (sync.row_hash).';

create table sync.feed (
    scope uuid not null,
    tbl smallint not null,
    row_id uuid not null,
    ver bigint not null,
    op "char" not null,       -- u: in the scope, d: not any more
    primary key (scope, tbl, row_id)
) with (fillfactor = 80);
create unique index feed_by_version on sync.feed (scope, ver);

create unlogged table sync.marks (
    tx xid8 not null,
    seq bigint generated always as identity (cache 1000),
    scope uuid not null,
    tbl smallint not null,
    row_id uuid not null,
    op "char" not null
);
create index marks_by_tx on sync.marks (tx);
comment on table sync.marks is
    'What open transactions have touched. Empty between them; without a log, for a crash ends them all.';

create unlogged table sync.open_tx (tx xid8 primary key);
comment on table sync.open_tx is 'One row per writing transaction, so that the flush runs once and not once per row.';

-- These two are called for every row of every write. Without settings of their own, and with every part made text in so
-- many words (a uuid beside || would be made text by a function that is not immutable), they are inlined.
create function sync.scope_id(kind text, owner uuid) returns uuid language sql immutable parallel safe as $$
    select md5(kind || ':' || owner::text)::uuid
$$;
create function sync.row_hash(table_name text, row_id uuid, ver bigint) returns bigint
    language sql immutable parallel safe as $$
    -- 60 bits that any client can compute; versions and not values, for no two languages print a number alike.
    select ('x' || left(md5(table_name || ':' || row_id::text || ':' || ver::text), 15))::bit(60)::bigint
$$;

create function sync.open_heads(kinds text[], owner uuid) returns void
    language sql security definer set search_path = '' as $$
    insert into sync.scope_head (scope, kind, owner)
    select sync.scope_id(k, owner), k, owner from unnest(kinds) k
    on conflict do nothing
$$;

create function sync.flush() returns trigger language plpgsql security definer set search_path = ''
    set enable_hashjoin = off set enable_mergejoin = off as $$
-- Rows of the feed are looked up by their key, whatever is thought of how many they are: never by a scan of the whole feed.
declare
    me constant xid8 := new.tx;
    touched uuid[];
    locked bigint;
begin
    delete from sync.open_tx where tx = me;
    if not found then
        return null;  -- an earlier event of this transaction did the work
    end if;
    select array_agg(distinct scope) into touched from sync.marks where tx = me;
    if touched is null then
        return null;  -- every change was rolled back to a savepoint
    end if;
    perform from sync.scope_head where scope = any (touched) order by scope for no key update;
    get diagnostics locked = row_count;
    if locked <> cardinality(touched) then
        raise exception 'sync.flush: % of % heads found, a scope head is missing', locked, cardinality(touched);
    end if;
    with taken as (
        delete from sync.marks where tx = me returning scope, tbl, row_id, op, seq
    ), last as (
        select distinct on (scope, tbl, row_id) scope, tbl, row_id, op from taken order by scope, tbl, row_id, seq desc
    ), numbered as (
        select l.*, t.name, h.ver + row_number() over (partition by l.scope order by l.tbl, l.row_id) as ver,
               f.ver is not null as is_known,
               case when f.op = 'u' then f.ver end as counted  -- the version that is inside the head's n and sum
        from last l
        join sync.scope_head h on h.scope = l.scope and h.scope = any (touched)
        join sync.tables t using (tbl)
        left join sync.feed f on f.scope = l.scope and f.tbl = l.tbl and f.row_id = l.row_id
    ), moved as (
        update sync.scope_head h
        set ver = c.top, n = h.n + c.dn, sum = h.sum + c.dsum
        from (select scope, max(ver) as top,
                     sum((op = 'u')::int - (counted is not null)::int) as dn,
                     sum(case when op = 'u' then sync.row_hash(name, row_id, ver) else 0 end::numeric
                         - case when counted is not null then sync.row_hash(name, row_id, counted) else 0 end) as dsum
              from numbered group by scope) c
        where h.scope = any (touched) and c.scope = h.scope
    ), renumbered as (
        update sync.feed f set ver = r.ver, op = r.op
        from numbered r
        where r.is_known and f.scope = r.scope and f.tbl = r.tbl and f.row_id = r.row_id
    )
    -- Nobody else writes here: whoever wants to number rows of a scope waits for its head.
    insert into sync.feed (scope, tbl, row_id, ver, op)
    select scope, tbl, row_id, ver, op from numbered where not is_known;
    perform sync.poke(touched);
    return null;
end $$;
create constraint trigger flush after insert on sync.open_tx
    deferrable initially deferred for each row execute function sync.flush();

create function sync.refuse_truncate() returns trigger language plpgsql set search_path = '' as $$
begin
    raise exception 'replicas would keep every row of %: delete them instead', tg_table_name;
end $$;

create function sync.follow(table_name text, number smallint, scopes jsonb, hidden text[] default '{}') returns void
    language plpgsql set search_path = '' as $$
-- Replicates a table: registers its columns and writes its marking trigger with static SQL.
-- scopes: {"kind": "owner column", ...}, at most three. Call it again after a column was added or granted.
declare
    marks text;
begin
    if (select count(*) from jsonb_object_keys(scopes)) not between 1 and 3 then
        raise exception 'a row belongs to one to three scopes';
    end if;
    insert into sync.tables (tbl, name, columns)
    select number, table_name, array_agg(a.attname::text order by a.attnum)
    from pg_catalog.pg_attribute a
    where a.attrelid = format('public.%I', table_name)::regclass and a.attnum > 0 and not a.attisdropped
      and a.attname <> all (hidden)
    on conflict (tbl) do update set name = excluded.name, columns = excluded.columns;

    -- OLD of an insert and NEW of a delete are null, which makes these say the right thing for all three.
    select string_agg(format($f$
            if new.%1$I is not null then
                insert into sync.marks (tx, scope, tbl, row_id, op)
                values (me, sync.scope_id(%2$L, new.%1$I), %3$s, new.id, 'u');
            end if;
            if old.%1$I is not null and old.%1$I is distinct from new.%1$I then
                insert into sync.marks (tx, scope, tbl, row_id, op)
                values (me, sync.scope_id(%2$L, old.%1$I), %3$s, old.id, 'd');
            end if;
        $f$, value #>> '{}', key, number), '') into marks from jsonb_each(scopes);
    execute format($f$
        create or replace function sync.%I() returns trigger language plpgsql security definer set search_path = '' as $b$
        declare
            me constant xid8 := pg_current_xact_id();
        begin
            %s
            -- Once for each transaction. What a savepoint takes back, the row or the setting, it takes back together.
            if current_setting('sync.open_tx', true) is distinct from me::text then
                insert into sync.open_tx (tx) values (me) on conflict do nothing;
                perform set_config('sync.open_tx', me::text, true);
            end if;
            return null;
        end $b$ $f$, 'mark_' || table_name, marks);
    execute format('create or replace trigger sync_mark after insert or update or delete on public.%I
        for each row execute function sync.%I()', table_name, 'mark_' || table_name);
    execute format('create or replace trigger sync_truncate before truncate on public.%I
        for each statement execute function sync.refuse_truncate()', table_name);
    if to_regprocedure('sync.write_statements()') is not null then
        perform sync.write_statements();  -- see there: what sync_push runs, per table
    end if;
end $$;

-- A poke says "look" and nothing else: one opaque message per commit and scope owner, and it can never abort a write.
create function sync.poke(touched uuid[]) returns void language plpgsql security definer set search_path = '' as $$
declare
    topic text;
begin
    if to_regprocedure('realtime.send(jsonb,text,text,boolean)') is null then
        return;  -- a PostgreSQL without Supabase Realtime: clients poll
    end if;
    for topic in
        select distinct case when h.kind = 'user' then 'user:' else 'facility:' end || h.owner
        from sync.scope_head h
        where h.scope = any (touched) and h.kind in ('directory', 'facility', 'clinical', 'user')
    loop
        begin
            perform realtime.send('{}'::jsonb, 'poke', topic, true);  -- looked up when it is run, so it may be missing
        exception when others then
            raise warning 'sync.poke: %', sqlerrm;
        end;
    end loop;
end $$;

-- Heads exist before the first row of their scope is numbered.
create function sync.head_of_facility() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    perform sync.open_heads('{directory,facility,clinical}', new.id);
    return null;
end $$;
create function sync.head_of_person() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    perform sync.open_heads('{user}', new.id);
    perform sync.regrant(new.id);
    return null;
end $$;

-- Who holds which scope. A grant has a number of its own, so that a scope lost and regained is filled anew.
create sequence sync.grant_numbers;
create table sync.grants (
    user_id uuid not null,
    scope uuid not null references sync.scope_head (scope),
    num bigint not null default nextval('sync.grant_numbers'),
    primary key (user_id, scope)
);
create index grants_by_scope on sync.grants (scope);
create table sync.revocations (
    user_id uuid not null,
    scope uuid not null,
    at timestamptz not null default now(),
    primary key (user_id, scope)
);
comment on table sync.revocations is 'A scope taken away on purpose: the client may purge at once, without asking twice.';

create function sync.scopes_due(person uuid) returns table (scope uuid) language sql stable security definer set search_path = '' as $$
    -- The one place that turns memberships into scopes. RLS says the same in its own words; a test compares them.
    select sync.scope_id('user', person)
    union
    select sync.scope_id(k, m.facility_id)
    from public.facility_members m
    cross join lateral unnest(case
        when m.role = 'patient' then '{directory}'::text[]
        when m.role in ('doctor', 'nurse') then '{directory,facility,clinical}'
        else '{directory,facility}' end) k
    where m.user_id = person and m.is_active
$$;
create function sync.regrant(person uuid) returns void language plpgsql security definer set search_path = '' as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('sync.grants:' || person, 0));
    insert into sync.revocations (user_id, scope)
        select g.user_id, g.scope from sync.grants g
        where g.user_id = person and g.scope not in (select d.scope from sync.scopes_due(person) d)
        on conflict (user_id, scope) do update set at = now();
    delete from sync.grants g
        where g.user_id = person and g.scope not in (select d.scope from sync.scopes_due(person) d);
    insert into sync.grants (user_id, scope)
        select person, d.scope from sync.scopes_due(person) d on conflict do nothing;
    delete from sync.revocations r
        where r.user_id = person and r.scope in (select g.scope from sync.grants g where g.user_id = person);
end $$;
create function sync.regrant_member() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if tg_op <> 'INSERT' then
        perform sync.regrant(old.user_id);
    end if;
    if tg_op <> 'DELETE' then
        perform sync.regrant(new.user_id);
    end if;
    return null;
end $$;

-- The order of triggers on one table is the order of their names: heads (a_) come before marks (sync_).
create trigger a_heads after insert on public.facilities for each row execute function sync.head_of_facility();
create trigger a_heads after insert on public.profiles for each row execute function sync.head_of_person();
create trigger a_grants after insert or update or delete on public.facility_members
    for each row execute function sync.regrant_member();

select sync.open_heads('{directory,facility,clinical}', id) from public.facilities;
select sync.open_heads('{user}', id) from public.profiles;
select sync.regrant(id) from public.profiles;

select sync.follow('facilities', 1::smallint, '{"directory": "id"}');
select sync.follow('profiles', 2::smallint, '{"user": "id"}');
select sync.follow('facility_members', 3::smallint, '{"facility": "facility_id", "user": "user_id"}');
select sync.follow('rooms', 4::smallint, '{"facility": "facility_id"}');
select sync.follow('providers', 5::smallint, '{"directory": "facility_id"}');
select sync.follow('provider_hours', 6::smallint, '{"facility": "facility_id"}');
select sync.follow('time_off', 7::smallint, '{"facility": "facility_id"}');
select sync.follow('appointment_types', 8::smallint, '{"directory": "facility_id"}');
select sync.follow('patients', 9::smallint, '{"facility": "facility_id", "user": "user_id"}');
select sync.follow('appointments', 10::smallint, '{"facility": "facility_id", "user": "patient_user_id"}');

-- Rows that were there before the feed was (an existing project): touch them once, so that the feed knows them.
update public.profiles set full_name = full_name;
