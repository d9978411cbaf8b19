-- The statements that sync_push runs on the replicated tables, written out per table.
--
-- Why written out: a statement put together while a push runs is planned anew for every draft, policies and all, which
-- takes longer than running it. These are planned once per connection. sync.follow writes them again, so a table that is
-- followed is a table that can be pushed to; what a person may write is read from the grants, so grant first.

create function sync.granted(table_name text, privilege text) returns text[]
    language sql stable set search_path = '' as $$
    -- The columns of a table that a signed-in person holds this privilege on.
    select coalesce(array_agg(a.attname::text order by a.attnum), '{}')
    from pg_catalog.pg_attribute a
    where a.attrelid = format('public.%I', table_name)::regclass and a.attnum > 0 and not a.attisdropped
      and has_column_privilege('authenticated', a.attrelid, a.attnum, privilege)
$$;

create function sync.write_statement(head text, otherwise text, per_table text) returns void
    language plpgsql set search_path = '' as $$
-- Makes a function of the given head that does one thing for each replicated table. per_table is filled by format():
-- %1$I the table, %2$s what may be inserted, %3$s the values for it, %4$s what may be updated, %5$s the values for it,
-- %6$L and %7$L the names of both as arrays.
declare
    branches text;
begin
    select string_agg(format('    when %L then %s', t.name, format(per_table, t.name,
        -- What nobody may write is refused before it comes to the statement, which only has to be one.
        coalesce(n.added, 'id'), coalesce(n.added_values, 'r.id'), coalesce(n.changed, 'id'), coalesce(n.changed_values, 'r.id'),
        i.names, u.names)), e'\n' order by t.tbl) into branches
    from sync.tables t
    cross join lateral (select sync.granted(t.name, 'insert') as names) i
    cross join lateral (select sync.granted(t.name, 'update') as names) u
    cross join lateral (select
        (select string_agg(format('%I', c), ', ') from unnest(i.names) c) as added,
        -- A field that was not sent gets the table's default: missing is not null.
        (select string_agg(format('case when fields ? %1$L then r.%1$I else %2$s end', c,
            coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), 'null')), ', ' order by x.n)
         from unnest(i.names) with ordinality x(c, n)
         join pg_catalog.pg_attribute a on a.attrelid = format('public.%I', t.name)::regclass and a.attname = c
         left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum) as added_values,
        (select string_agg(format('%I', c), ', ') from unnest(u.names) c) as changed,
        (select string_agg(format('r.%I', c), ', ') from unnest(u.names) c) as changed_values) n;
    execute format(e'create or replace function %s language plpgsql set search_path = \'\' as $b$\n'
        'declare answer jsonb;\nbegin\n    case table_name\n%s\n    else %s\n    end case;\n    return answer;\nend $b$',
        head, branches, otherwise);
end $$;

create function sync.write_statements() returns void language plpgsql set search_path = '' as $$
begin
    -- The row as the caller may see it, or null; locked: as the caller may change it.
    perform sync.write_statement('sync.current_row(table_name text, row_id uuid, locked boolean) returns jsonb', 'null;', $f$
        if locked then
            select to_jsonb(t) into answer from public.%1$I t where t.id = row_id for no key update;
        else
            select to_jsonb(t) into answer from public.%1$I t where t.id = row_id;
        end if;$f$);
    -- The fields as the table's types write them, so that "1.0" and 1, or two spellings of one moment, compare equal.
    perform sync.write_statement('sync.whole(table_name text, fields jsonb) returns jsonb stable', 'null;', $f$
        answer := to_jsonb(jsonb_populate_record(null::public.%1$I, fields));$f$);
    -- Raises 42501 for a column that nobody may write, like PostgreSQL itself.
    perform sync.write_statement('sync.add_row(table_name text, fields jsonb) returns jsonb', 'null;', $f$
        if fields - %6$L::text[] <> '{}' then
            raise insufficient_privilege;
        end if;
        insert into public.%1$I (%2$s) select %3$s from jsonb_populate_record(null::public.%1$I, fields) r;$f$);
    -- Returns the row as it is then, or null when the caller may not change it.
    perform sync.write_statement('sync.change_row(table_name text, row_id uuid, fields jsonb) returns jsonb', 'null;', $f$
        if fields - %7$L::text[] <> '{}' then
            raise insufficient_privilege;
        end if;
        update public.%1$I t set (%4$s) = (select %5$s from jsonb_populate_record(t, fields) r)
            where t.id = row_id returning to_jsonb(t) into answer;$f$);
    grant execute on function sync.current_row(text, uuid, boolean), sync.whole(text, jsonb), sync.add_row(text, jsonb),
        sync.change_row(text, uuid, jsonb) to authenticated;
end $$;
select sync.write_statements();

revoke all on function sync.granted(text, text), sync.write_statement(text, text, text), sync.write_statements(),
    sync.current_row(text, uuid, boolean), sync.whole(text, jsonb), sync.add_row(text, jsonb),
    sync.change_row(text, uuid, jsonb) from public, anon;
