-- Who may listen to which poke. Only where Supabase Realtime is; a bare PostgreSQL goes without and clients poll.

do $$
begin
    if to_regclass('realtime.messages') is null then
        return;
    end if;
    execute $p$
        create policy "people listen to their facility and to themselves" on realtime.messages for select to authenticated
        using (
            realtime.messages.extension in ('broadcast', 'presence')
            and (select realtime.topic()) in (
                select 'user:' || (select auth.uid())
                union all
                select 'facility:' || f from unnest((select app.any_facilities())::uuid[]) f)
        )
    $p$;
    execute $p$
        create policy "staff show that they are here" on realtime.messages for insert to authenticated
        with check (
            realtime.messages.extension = 'presence'
            and (select realtime.topic()) in (
                select 'facility:' || f from unnest((select app.staff_facilities())::uuid[]) f)
        )
    $p$;
end $$;
