-- Looking after replicas: installations and copies of them, orders to wipe, and repair by ranges.

create table sync.devices (
    device uuid not null,
    user_id uuid not null,
    token text not null,              -- what this installation said of itself last
    first_seen_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    primary key (device, user_id)
);
comment on table sync.devices is
    'One row per installation and person. token is new at every start of the program: a copied disk repeats an old one.';

create function sync.is_copy(device uuid, lineage jsonb) returns boolean
    language plpgsql security definer set search_path = '' as $$
-- lineage: {"have": the token of its last start that reached us, "next": the token of this start}.
-- A lost answer repeats the same "next"; a copied disk comes with a "have" that its twin has left behind.
declare
    me constant uuid := auth.uid();
    kept text;
begin
    if device is null or lineage ->> 'next' is null then
        return false;
    end if;
    select d.token into kept from sync.devices d where d.device = is_copy.device and d.user_id = me for update;
    if kept is null then
        insert into sync.devices (device, user_id, token) values (is_copy.device, me, lineage ->> 'next')
            on conflict do nothing;
        return false;
    elsif kept = lineage ->> 'next' then
        update sync.devices d set last_seen_at = now()
            where d.device = is_copy.device and d.user_id = me and d.last_seen_at < now() - interval '1 minute';
        return false;
    elsif kept is distinct from lineage ->> 'have' then
        return true;
    end if;
    update sync.devices d set token = lineage ->> 'next', last_seen_at = now()
        where d.device = is_copy.device and d.user_id = me;
    -- Once a start of a program is often enough to let go of verdicts that nobody can ask for any more.
    delete from sync.ledger l where l.user_id = me and l.at < now() - interval '400 days';
    return false;
end $$;

create table sync.wipes (
    user_id uuid not null,
    device uuid,                      -- null: every installation of this person
    ordered_by uuid,
    ordered_at timestamptz not null default now(),
    unique nulls not distinct (user_id, device)
);
comment on table sync.wipes is 'Orders to remove everything of a person from an installation, carried out at its next contact.';

create function sync.must_wipe(person uuid, device uuid) returns boolean
    language sql stable security definer set search_path = '' as $$
    select exists (select from sync.wipes w where w.user_id = person and (w.device is null or w.device = must_wipe.device))
$$;

create function public.sync_digest(request jsonb) returns jsonb
    language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
-- Where a replica differs: {"scope", "buckets": {"00": "n:sum", ... "ff"}} in, and out for every bucket (the last two
-- hexadecimal digits of the row's id) that differs its keys and rows, at most `want` rows in whole buckets.
-- Raises 28000 for nobody, 42501 for a scope that is not the caller's.
declare
    asked jsonb := case when jsonb_typeof(request) = 'string' then (request #>> '{}')::jsonb else request end;
    me constant uuid := auth.uid();
    wanted constant uuid := (asked ->> 'scope')::uuid;
    want constant int := least(greatest(coalesce((asked ->> 'want')::int, 2000), 1), 5000);
    head sync.scope_head;
    keys jsonb;
    held jsonb;
    differing text[];
    total int;
begin
    if me is null then
        raise exception 'sign in first' using errcode = '28000';
    end if;
    select h.* into head from sync.scope_head h join sync.grants_now(me) g using (scope) where h.scope = wanted;
    if not found then
        raise exception 'this scope is not yours' using errcode = '42501';
    end if;
    with rows as (
        select right(f.row_id::text, 2) as bucket, t.name, f.row_id, f.ver
        from sync.feed f join sync.tables t using (tbl)
        where f.scope = wanted and f.op = 'u' and f.ver is not null
    ), buckets as (
        select bucket, count(*) as n, count(*) || ':' || sum(sync.row_hash(name, row_id, ver)) as digest from rows group by bucket
    ), unequal as (
        select bucket, coalesce(b.n, 0) as n, sum(coalesce(b.n, 0)) over (order by bucket) as running
        from buckets b full join (select key as bucket, value as digest from jsonb_each_text(asked -> 'buckets')) c using (bucket)
        where b.digest is distinct from coalesce(c.digest, '0:0')
          and not (b.digest is null and c.digest = '0:0')
    ), taken as (
        select bucket from unequal where running - n < want
    )
    select (select array_agg(bucket order by bucket) from taken),
           (select count(*) from unequal),
           (select coalesce(jsonb_object_agg(name, ids), '{}') from (
                select r.name, jsonb_agg(jsonb_build_object('ix', 0, 'ver', r.ver, 'id', r.row_id)) as ids
                from rows r where r.bucket in (select bucket from taken) group by r.name) k)
    into differing, total, keys;
    return jsonb_build_object('proto', 1, 'epoch', sync.epoch(), 'head', head.ver, 'n', head.n, 'sum', head.sum::text,
        'buckets', to_jsonb(coalesce(differing, '{}')), 'more', total > coalesce(array_length(differing, 1), 0),
        'tables', sync.pages_of(keys));
end $$;

revoke all on function sync.is_copy(uuid, jsonb), sync.must_wipe(uuid, uuid), public.sync_digest(jsonb) from public, anon;
grant execute on function sync.is_copy(uuid, jsonb), public.sync_digest(jsonb) to authenticated;
