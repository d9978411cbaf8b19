-- sync_push: drafts in, verdicts out, each exactly once.

create table sync.ledger (
    id uuid primary key,
    user_id uuid not null,
    device uuid,
    hash text not null,
    result jsonb not null,      -- the verdict without the row: the ledger holds no patient data
    at timestamptz not null default now()
);
create index ledger_by_user on sync.ledger (user_id, at);
comment on table sync.ledger is 'One verdict per mutation, committed together with its effects. Kept 400 days.';

create table sync.gone (
    table_name text not null,
    row_id uuid not null,
    at timestamptz not null default now(),
    primary key (table_name, row_id)
);
comment on table sync.gone is
    'Rows that were deleted while this server did not know them: after a restore from before they came, whoever deleted one
may be back earlier than whoever made it. The deletion knew the row, so it has the last word when the row is offered again.';

create table sync.merge_rules (
    table_name text not null,
    field text not null,
    rule text not null check (rule in ('independent', 'group', 'transition', 'append', 'never')),
    grp text not null,
    watches text[] not null default '{}',
    steps text[] not null default '{}',
    primary key (table_name, field)
);
comment on table sync.merge_rules is
    'What merges how; a field not named here is independent. watches: fields of other groups whose change is a conflict too.
steps: the way a transition goes forward, on which the one who is further along is right.
Written for people in resources/docs/merge-policy.md.';
insert into sync.merge_rules (table_name, field, rule, grp, watches) values
    ('appointments', 'starts_at', 'group', 'time', '{status}'),
    ('appointments', 'ends_at', 'group', 'time', '{status}'),
    ('appointments', 'provider_id', 'group', 'time', '{status}'),
    ('appointments', 'is_overbooked', 'group', 'time', '{status}'),
    ('appointments', 'overbook_reason', 'group', 'time', '{status}'),
    ('appointments', 'status', 'transition', 'status', '{starts_at,ends_at,provider_id,patient_id}'),
    ('appointments', 'cancel_reason', 'group', 'status', '{}'),
    ('appointments', 'patient_id', 'group', 'patient', '{status,reason}'),
    ('appointments', 'reason', 'group', 'reason', '{patient_id}'),
    ('patients', 'family_name', 'group', 'name', '{}'),
    ('patients', 'given_name', 'group', 'name', '{}'),
    ('patients', 'note', 'never', 'note', '{}'),
    ('provider_hours', 'weekday', 'group', 'hours', '{}'),
    ('provider_hours', 'starts', 'group', 'hours', '{}'),
    ('provider_hours', 'ends', 'group', 'hours', '{}'),
    ('time_off', 'starts_at', 'group', 'time', '{}'),
    ('time_off', 'ends_at', 'group', 'time', '{}');
update sync.merge_rules set steps = '{scheduled,confirmed,arrived,in_progress,completed}'
    where (table_name, field) = ('appointments', 'status');

-- What the caller may not read of sync, answered one question at a time.
create function sync.columns_of(table_name text) returns text[] language sql stable security definer set search_path = '' as $$
    select t.columns from sync.tables t where t.name = table_name
$$;
create function sync.rules_of(table_name text) returns setof sync.merge_rules
    language sql stable security definer set search_path = '' as $$
    select * from sync.merge_rules r where r.table_name = rules_of.table_name
$$;
create function sync.row_exists(table_name text, row_id uuid) returns boolean
    language plpgsql stable security definer set search_path = '' as $$
declare found_one boolean;
begin
    execute format('select exists (select from public.%I where id = $1)', table_name) into found_one using row_id;
    return found_one;
end $$;
create function sync.flags() returns jsonb language sql stable security definer set search_path = '' as $$
    select jsonb_build_object('min_client', min_client, 'pause', pause) from sync.settings
$$;
create function sync.is_mine(table_name text, row_id uuid) returns boolean
    language plpgsql stable security definer set search_path = '' as $$
-- Whether the caller made this row, also where only somebody else may see it.
declare found_one boolean;
begin
    execute format('select exists (select from public.%I where id = $1 and created_by = $2)', table_name)
        into found_one using row_id, auth.uid();
    return found_one;
end $$;
create function sync.note_gone(table_name text, row_id uuid) returns void
    language sql security definer set search_path = '' as $$
    insert into sync.gone (table_name, row_id) values (table_name, row_id) on conflict do nothing
$$;
create function sync.is_gone(table_name text, row_id uuid) returns boolean
    language plpgsql stable security definer set search_path = '' as $$
begin
    return exists (select from sync.gone g where g.table_name = is_gone.table_name and g.row_id = is_gone.row_id);
end $$;
create function sync.has_to_prove() returns boolean language sql stable security definer set search_path = '' as $$
    -- Whether a facility of the caller wants a second proof that this session has not shown. (See administration.)
    select false
$$;
create function sync.recall(mutations uuid[]) returns jsonb language sql stable security definer set search_path = '' as $$
    -- {id: {"user_id", "hash", "result"}} of those that have been judged.
    select coalesce(jsonb_object_agg(l.id, jsonb_build_object('user_id', l.user_id, 'hash', l.hash, 'result', l.result)), '{}')
    from sync.ledger l where l.id = any (mutations)
$$;
create function sync.record(device uuid, mutations uuid[], hashes text[], results jsonb[]) returns void
    language plpgsql security definer set search_path = '' as $$
-- The verdicts of one push, without the rows: the ledger holds no patient data.
declare
    kept bigint;
begin
    insert into sync.ledger (id, user_id, device, hash, result)
    select m.id, auth.uid(), record.device, m.hash, m.result - 'row' from unnest(mutations, hashes, results) m(id, hash, result)
    on conflict do nothing;
    get diagnostics kept = row_count;
    if kept <> cardinality(mutations) then
        raise exception 'another push brought one of these mutations meanwhile' using errcode = '40001';
    end if;
end $$;
create function sync.blocking(appointment uuid, provider uuid, from_at timestamptz, to_at timestamptz) returns jsonb
    language sql stable security definer set search_path = '' as $$
    select jsonb_build_object('id', a.id, 'starts_at', a.starts_at, 'ends_at', a.ends_at)
    from public.appointments a
    where a.provider_id = provider and a.id <> appointment
      and a.status not in ('cancelled', 'no_show') and not a.is_overbooked
      and tstzrange(a.starts_at, a.ends_at, '[)') && tstzrange(from_at, to_at, '[)')
    order by a.starts_at limit 1
$$;

-- Written this way it knows its operators from the start, needs no search path, and is inlined.
create function sync.is_id(value text) returns boolean language sql immutable
    return coalesce(value ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$', false);

create function sync.with_row(verdict jsonb, table_name text, row_id uuid) returns jsonb
    language sql set search_path = '' as $$
    -- The verdict beside the row as the caller may see it, with its nulls; alone when there is none to see.
    select case when r is null then verdict else verdict || jsonb_build_object('row', r) end
    from sync.current_row(table_name, row_id, false) r
$$;

create function sync.typed(table_name text, fields jsonb) returns jsonb language sql stable set search_path = '' as $$
    -- Fields as the table's types write them. Missing fields stay missing: missing is not null.
    select coalesce((select jsonb_object_agg(f.key, f.value) from jsonb_each(sync.whole(table_name, fields)) f
                     where fields ? f.key), '{}')
$$;

create function sync.merge(table_name text, base jsonb, mine jsonb, theirs jsonb) returns jsonb
    language plpgsql stable set search_path = '' as $$
-- Three-way merge of typed fields. Returns {"write": {field: value}, "conflicts": [field], "code": text}.
-- A group goes through as a whole or not at all.
declare
    g record;
    write jsonb := '{}';
    conflicts jsonb := '[]';
    code text;
begin
    for g in
        with touched as (
            select key as field, coalesce(r.grp, key) as grp, coalesce(was < their_step and their_step < my_step, false) as ahead
            from jsonb_object_keys(mine) key
            left join sync.rules_of(table_name) r on r.field = key
            cross join lateral (select array_position(r.steps, base ->> key) as was,
                array_position(r.steps, mine ->> key) as my_step, array_position(r.steps, theirs ->> key) as their_step) s
            where (not base ? key or mine -> key <> base -> key)                  -- as it was: not an edit
              and not coalesce(was < my_step and my_step < their_step, false)     -- they are further along the same way
        ), members as (
            select t.grp, t.field from touched t
            union select r.grp, r.field from sync.rules_of(table_name) r where r.grp in (select grp from touched)
        ), watched as (
            select distinct r.grp, w.field from sync.rules_of(table_name) r cross join unnest(r.watches) w(field)
            where r.grp in (select grp from touched)
        )
        select t.grp,
            array_agg(t.field) as fields,
            bool_and(mine -> t.field = theirs -> t.field) as agreed,
            -- An edit whose base is unknown clashes with whatever else is there.
            exists (select from members m where m.grp = t.grp and (base ? m.field or mine ? m.field)
                and base -> m.field is distinct from theirs -> m.field
                and mine -> m.field is distinct from theirs -> m.field
                and not exists (select from touched a where a.field = m.field and a.ahead)) as clashes,
            (select w.field from watched w where w.grp = t.grp and base ? w.field
                and base -> w.field is distinct from theirs -> w.field
                and mine -> w.field is distinct from theirs -> w.field
                order by w.field <> 'status', w.field limit 1) as overtaken  -- that it is over says more than that it moved
        from touched t group by t.grp order by t.grp
    loop
        if g.agreed then
            continue;
        elsif g.clashes or g.overtaken is not null then
            conflicts := conflicts || to_jsonb(g.fields);
            code := case
                when g.clashes then coalesce(code, 'same_field')
                when g.overtaken <> 'status' then 'moved'
                when theirs ->> 'status' in ('cancelled', 'completed', 'no_show') then 'closed'
                else 'status_changed' end;
        else
            write := write || (select jsonb_object_agg(f, mine -> f) from unnest(g.fields) f);
        end if;
    end loop;
    return jsonb_build_object('write', write, 'conflicts', conflicts, 'code', code);
end $$;

create function sync.verdict(status text, code text default null, fields jsonb default null, detail text default null)
    returns jsonb language sql immutable set search_path = '' as $$
    select jsonb_strip_nulls(jsonb_build_object('status', status, 'code', code, 'fields', fields, 'detail', detail))
$$;

create function sync.apply(mutation jsonb) returns jsonb language plpgsql set search_path = '' as $$
-- One mutation, as the caller, in a savepoint of its own. Returns a verdict; raises only what is nobody's answer:
-- a deadlock, a timeout, a full disk, a fault of the server.
declare
    t constant text := mutation ->> 'table';
    id constant uuid := case when sync.is_id(mutation ->> 'row_id') then (mutation ->> 'row_id')::uuid end;
    patch jsonb := coalesce(mutation -> 'patch', '{}');
    cols constant text[] := sync.columns_of(t);
    stamps constant text[] := '{version,created_at,created_by,updated_at,updated_by}';
    was jsonb;
    base jsonb;
    merged jsonb;
    whole jsonb;
    is_same boolean;      -- the row has the number it had when its author saw it
    is_as_seen boolean;   -- and the same values
    touched int;
    out jsonb;
    problem text;
    constraint_hit text;
    column_hit text;
    explained text;
    block jsonb;
    done_at timestamptz;
begin
    if mutation ->> 'kind' = 'call' then
        if to_regprocedure(format('sync.%I(uuid,jsonb)', 'intent_' || t)) is null then
            return sync.verdict('upgrade_required', 'unknown_intent', detail => t);
        end if;
    elsif cols is null then
        return sync.verdict('upgrade_required', 'unknown_table', detail => t);
    elsif jsonb_typeof(patch) <> 'object' then
        return sync.verdict('rejected', 'invalid', detail => 'patch');
    elsif patch - cols <> '{}' then
        return sync.verdict('upgrade_required', 'unknown_column');
    end if;

    -- By the author's clock, set right by how far it is off ours.
    done_at := (mutation ->> 'at')::timestamptz
        + coalesce(nullif(current_setting('app.clock_off', true), ''), '0')::interval;
    if done_at < now() - interval '400 days' then
        -- Older than the ledger remembers: it may have been applied once already, so a person looks at it.
        return sync.verdict('rejected', 'too_old');
    end if;
    perform set_config('app.done_at', done_at::text, true);  -- for triggers that note when something was done

    if mutation ->> 'kind' = 'call' then
        execute format('select sync.%I($1, $2)', 'intent_' || t) into out using id, patch;
        return out;

    elsif mutation ->> 'kind' = 'insert' then
        if sync.is_gone(t, id) then
            return '{"status": "applied"}';  -- it came, and was deleted by somebody who had seen it
        end if;
        whole := patch || jsonb_build_object('id', id);
        perform sync.add_row(t, whole);
        return sync.with_row('{"status": "applied"}', t, id);

    elsif mutation ->> 'kind' in ('update', 'delete') then
        was := sync.current_row(t, id, true);
        if was is null then
            was := sync.current_row(t, id, false);
            if was is null and mutation ->> 'kind' = 'delete' and mutation ->> 'base_version' is not null
               and not sync.row_exists(t, id) then
                perform sync.note_gone(t, id);
            end if;
            return case
                when was is not null then sync.verdict('forbidden', 'not_allowed') || jsonb_build_object('row', was)
                when sync.row_exists(t, id) then sync.verdict('forbidden', 'not_visible')
                when mutation ->> 'kind' = 'delete' then sync.verdict('applied')
                else sync.verdict('conflict', 'deleted', (select jsonb_agg(key) from jsonb_object_keys(patch) key)) end;
        end if;
        -- What the author saw counts more than its number: after a restore the same version may be another edit.
        base := coalesce(mutation -> 'base', '{}') - stamps;
        is_same := (was ->> 'version')::bigint is not distinct from (mutation ->> 'base_version')::bigint;
        is_as_seen := is_same and was || base = was;
        if not is_as_seen then
            base := sync.typed(t, base);
        end if;

        if mutation ->> 'kind' = 'delete' then
            if not is_same or was || base <> was then
                return sync.verdict('conflict', 'edited') || jsonb_build_object('row', was);
            end if;
            execute format('delete from public.%I where id = $1', t) using id;
            get diagnostics touched = row_count;
            return case when touched = 1 then sync.verdict('applied') else sync.verdict('forbidden', 'not_allowed') end;
        end if;

        if is_as_seen then
            -- Nobody wrote in between: nothing to merge, and an edit is what differs.
            merged := jsonb_build_object('conflicts', '[]'::jsonb, 'write', (
                select coalesce(jsonb_object_agg(f.key, f.value), '{}') from jsonb_each(sync.typed(t, patch)) f
                where f.value <> was -> f.key));
        else
            merged := sync.merge(t, case when is_same then was || base else base end, sync.typed(t, patch), was);
        end if;
        if merged -> 'write' <> '{}' then
            whole := sync.change_row(t, id, merged -> 'write');
            if whole is null then
                return sync.verdict('forbidden', 'not_allowed') || jsonb_build_object('row', was);
            end if;
        else
            whole := was;
        end if;
        if merged -> 'conflicts' <> '[]' then
            return sync.verdict('conflict', merged ->> 'code', merged -> 'conflicts') || jsonb_build_object('row', whole);
        end if;
        return jsonb_build_object('status', case when is_same then 'applied' else 'merged' end, 'row', whole);
    end if;
    return sync.verdict('upgrade_required', 'unknown_kind', detail => mutation ->> 'kind');

exception when others then
    get stacked diagnostics problem = returned_sqlstate, constraint_hit = constraint_name,
        column_hit = column_name, explained = pg_exception_detail;
    if left(problem, 2) in ('08', '40', '53', '54', '55', '57', '58', 'XX') then
        raise;  -- transient, or ours: never a verdict on somebody's work
    elsif problem = '42501' then
        return sync.with_row(sync.verdict('forbidden', 'not_allowed'), t, id);
    elsif problem = '23P01' then
        merged := coalesce(sync.current_row(t, id, false), mutation -> 'base', '{}') || patch;
        block := sync.blocking(id, (merged ->> 'provider_id')::uuid,
            (merged ->> 'starts_at')::timestamptz, (merged ->> 'ends_at')::timestamptz);
        if sync.current_row(t, (block ->> 'id')::uuid, false) is null then
            block := block - 'id';  -- the time is the desk's to know, whose it is only where policies show it
        end if;
        return sync.with_row(
            sync.verdict('conflict', 'slot_taken', (select jsonb_agg(key) from jsonb_object_keys(patch) key))
                || case when block is null then '{}' else jsonb_build_object('blocking', block) end, t, id);
    elsif problem = '23505' then
        was := sync.current_row(t, id, false);
        -- The caller's own row of this id: the insert had its effect, and only the ledger forgot (a restore, a move).
        if mutation ->> 'kind' = 'insert'
           and (sync.is_mine(t, id) or was @> sync.typed(t, whole)) then
            return sync.with_row(sync.verdict('applied'), t, id);
        end if;
        return sync.verdict('rejected', 'duplicate', detail => constraint_hit);
    elsif problem = '23503' then
        return sync.verdict('rejected', 'missing_parent', detail => constraint_hit);
    elsif left(problem, 2) in ('22', '23') then
        return sync.with_row(
            -- Never the message: it quotes what a person typed, and the ledger keeps this.
            sync.verdict('rejected', 'invalid',
                detail => coalesce(nullif(constraint_hit, ''), nullif(column_hit, ''), problem)), t, id);
    elsif problem = 'P0001' then
        return sync.with_row(sync.verdict('rejected', coalesce(nullif(explained, ''), 'rule'), detail => sqlerrm), t, id);
    end if;
    raise;
end $$;

create function public.sync_push(request jsonb) returns jsonb
    language plpgsql security invoker set search_path = '' set timezone = 'UTC' set lock_timeout = '2s' as $$
-- As the caller, under row level security. Groups travel whole; unrelated groups never fail together.
-- Same id and body again: the stored verdict. Same id, other body: rejected as id_reuse.
-- Raises 28000 for nobody, 55P03 when this device's earlier push is still running, 40001 when another device pushes the
-- same mutation at this moment.
declare
    asked jsonb := case when jsonb_typeof(request) = 'string' then (request #>> '{}')::jsonb else request end;
    me constant uuid := app.me();
    device constant uuid := (asked ->> 'device')::uuid;
    results jsonb[] := '{}';
    statuses jsonb := '{}';   -- id -> status, this request's
    hashes jsonb := '{}';     -- id -> hash of the body, this request's
    names jsonb[];            -- the ids of a group's mutations, by position in it
    answers jsonb[];          -- and what is said to them; null where a mutation came before in this request
    ledger jsonb;             -- what has been judged earlier, of this request's mutations and of what they depend on
    kept_ids uuid[] := '{}';
    kept_hashes text[] := '{}';
    kept_results jsonb[] := '{}';
    grp jsonb;
    m jsonb;
    mid text;
    hash text;
    told jsonb;
    verdict jsonb;
    dep text;
    broken boolean;
    i int;
    t text;
    ids uuid[];
begin
    if me is null then
        raise exception 'sign in first' using errcode = '28000';
    end if;
    if not pg_try_advisory_xact_lock(hashtextextended('sync.push:' || me || coalesce(device::text, ''), 0)) then
        raise exception 'an earlier push of this device is still running' using errcode = '55P03';
    end if;

    if asked ->> 'epoch' <> sync.epoch() then
        -- Written upon a history that is not this server's: the client must look first (see sync_pull).
        return jsonb_build_object('proto', 1, 'epoch', sync.epoch(), 'now', to_jsonb(clock_timestamp()),
            'flags', sync.flags(), 'results', '[]'::jsonb);
    elsif sync.has_to_prove() then
        -- Judged now, every draft would be forbidden for ever: they wait for the second proof instead.
        return jsonb_build_object('proto', 1, 'epoch', sync.epoch(), 'now', to_jsonb(clock_timestamp()),
            'flags', sync.flags() || '{"prove": true}', 'results', '[]'::jsonb);
    end if;

    perform set_config('app.clock_off',
        case when asked ->> 'now' ~ '^\d{4}-\d\d-\d\dT' then (now() - (asked ->> 'now')::timestamptz)::text end, true);

    -- All rows of the request are locked first, in key order: two pushes that cross each other wait, not deadlock.
    for t, ids in
        select x.m ->> 'table', array_agg((x.m ->> 'row_id')::uuid)
        from jsonb_array_elements(coalesce(asked -> 'groups', '[]')) g, jsonb_array_elements(g -> 'mutations') x(m)
        where x.m ->> 'kind' in ('update', 'delete') and sync.is_id(x.m ->> 'row_id')
          and sync.columns_of(x.m ->> 'table') is not null
        group by 1 order by 1
    loop
        begin
            execute format('select from public.%I where id = any ($1) order by id for no key update', t) using ids;
        exception when insufficient_privilege then
            null;  -- the verdict of each mutation will say so
        end;
    end loop;

    select sync.recall(array_agg(x.id::uuid)) into ledger
    from jsonb_array_elements(coalesce(asked -> 'groups', '[]')) g, jsonb_array_elements(g -> 'mutations') m(body),
        lateral (select m.body ->> 'id' union all select jsonb_array_elements_text(coalesce(m.body -> 'depends_on', '[]'))) x(id)
    where sync.is_id(x.id);

    for grp in select * from jsonb_array_elements(coalesce(asked -> 'groups', '[]')) loop
        broken := false;
        names := '{}';
        answers := '{}';
        begin
            for m in select * from jsonb_array_elements(grp -> 'mutations') loop
                mid := m ->> 'id';
                names := array_append(names, m -> 'id');
                if not sync.is_id(mid) or not (sync.is_id(m ->> 'row_id') or m ->> 'kind' = 'call') then
                    broken := true;
                    answers := array_append(answers, sync.verdict('rejected', 'malformed'));
                    continue;
                end if;
                hash := md5((m - 'depends_on')::text);
                if hashes ? mid then
                    broken := broken or hashes ->> mid <> hash or statuses ->> mid not in ('applied', 'merged');
                    answers := array_append(answers,
                        case when hashes ->> mid <> hash then sync.verdict('rejected', 'id_reuse') end);
                    continue;
                end if;
                hashes := hashes || jsonb_build_object(mid, hash);
                told := ledger -> lower(mid);
                if told is not null then
                    if told ->> 'hash' <> hash or told ->> 'user_id' <> me::text then
                        verdict := sync.verdict('rejected', 'id_reuse');
                    else
                        verdict := told -> 'result' || '{"repeated": true}';
                        if m ->> 'kind' <> 'call' then
                            verdict := sync.with_row(verdict, m ->> 'table', (m ->> 'row_id')::uuid);
                        end if;
                    end if;
                elsif m ->> 'author' is distinct from me::text then
                    verdict := sync.verdict('forbidden', 'author');
                else
                    verdict := null;
                    if coalesce(m -> 'depends_on', '[]') <> '[]' then
                        for dep in select jsonb_array_elements_text(m -> 'depends_on') loop
                            if coalesce(statuses ->> dep, ledger -> lower(dep) -> 'result' ->> 'status', 'missing')
                               not in ('applied', 'merged') then
                                verdict := sync.verdict('dependency_failed', 'dependency', detail => dep);
                            end if;
                        end loop;
                    end if;
                    verdict := coalesce(verdict, sync.apply(m));
                end if;
                statuses := statuses || jsonb_build_object(mid, verdict -> 'status');
                answers := array_append(answers, verdict);
                broken := broken or verdict ->> 'status' not in ('applied', 'merged');
            end loop;
            if broken and cardinality(answers) > 1 then
                raise exception 'the group goes back' using errcode = 'CL001';
            end if;
        exception when sqlstate 'CL001' then
            -- What had been applied of this group is undone and its verdicts say so: rows are told as they are now, and a
            -- conflict is about all its fields, for those that did not clash are not written either.
            i := 0;
            for m in select * from jsonb_array_elements(grp -> 'mutations') loop
                i := i + 1;
                mid := m ->> 'id';
                verdict := answers[i];
                -- What came before in this request has been judged there, if it was another group.
                continue when verdict is null or verdict ->> 'code' in ('malformed', 'id_reuse') or verdict ? 'repeated';
                if verdict ->> 'status' in ('applied', 'merged') then
                    verdict := sync.verdict('dependency_failed', 'group');
                elsif verdict ? 'row' then
                    verdict := sync.with_row(verdict - 'row', m ->> 'table', (m ->> 'row_id')::uuid);
                end if;
                if verdict ->> 'status' = 'conflict' and m ->> 'kind' = 'update' then
                    verdict := verdict
                        || jsonb_build_object('fields', (select jsonb_agg(key) from jsonb_object_keys(m -> 'patch') key));
                end if;
                statuses := statuses || jsonb_build_object(mid, verdict -> 'status');
                answers[i] := verdict;
            end loop;
        end;

        for i in 1 .. cardinality(answers) loop
            verdict := answers[i];
            if verdict is null then
                select r - 'id' || '{"repeated": true}' into verdict from unnest(results) r where r -> 'id' = names[i] limit 1;
            elsif coalesce(verdict ->> 'code', '') not in ('malformed', 'id_reuse') then
                -- A dependant may be offered again once its parent's card is settled, and an outdated program's draft
                -- once it is understood: those answers are not kept. Neither is one about somebody else's draft.
                if not verdict ? 'repeated' and verdict ->> 'status' not in ('dependency_failed', 'upgrade_required')
                   and coalesce(verdict ->> 'code', '') <> 'author' then
                    kept_ids := array_append(kept_ids, (names[i] #>> '{}')::uuid);
                    kept_hashes := array_append(kept_hashes, hashes ->> (names[i] #>> '{}'));
                    kept_results := array_append(kept_results, verdict);
                end if;
            end if;
            results := array_append(results, jsonb_build_object('id', names[i]) || verdict);
        end loop;
    end loop;
    if cardinality(kept_ids) > 0 then
        perform sync.record(device, kept_ids, kept_hashes, kept_results);
    end if;

    return jsonb_build_object('proto', 1, 'epoch', sync.epoch(), 'now', to_jsonb(clock_timestamp()),
        'flags', sync.flags() || jsonb_build_object('copy', sync.is_copy(device, asked -> 'lineage')), 'results', to_jsonb(results));
end $$;

grant execute on function sync.columns_of(text), sync.rules_of(text), sync.row_exists(text, uuid), sync.is_mine(text, uuid),
    sync.note_gone(text, uuid), sync.is_gone(text, uuid), sync.flags(), sync.has_to_prove(),
    sync.recall(uuid[]), sync.record(uuid, uuid[], text[], jsonb[]), sync.blocking(uuid, uuid, timestamptz, timestamptz),
    sync.is_id(text), sync.with_row(jsonb, text, uuid), sync.typed(text, jsonb), sync.merge(text, jsonb, jsonb, jsonb),
    sync.verdict(text, text, jsonb, text), sync.apply(jsonb), sync.epoch() to authenticated;
revoke all on function public.sync_push(jsonb) from public, anon;
grant execute on function public.sync_push(jsonb) to authenticated;
