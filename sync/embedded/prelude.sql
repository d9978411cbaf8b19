-- What a Supabase project brings and a bare PostgreSQL has not, as far as this product's migrations and gateway need
-- it. Core PostgreSQL 15+ only. Run by the superuser supabase_admin, again whenever this file changes: every statement
-- must bear a second run.
--
-- The migrations run as "postgres", which is no superuser here as it is none on Supabase: what works here works there.
-- One difference: Supabase lets postgres write policies on realtime.messages by an extension, here it owns the table.

do $$
declare
    wanted text[][] := array[
        ['anon', 'nologin noinherit'],
        ['authenticated', 'nologin noinherit'],
        ['service_role', 'nologin noinherit bypassrls'],
        ['authenticator', 'login noinherit'],
        ['supabase_auth_admin', 'login noinherit createrole'],
        ['postgres', 'login createdb createrole bypassrls replication']
    ];
    wish text[];
begin
    -- Roles belong to the whole server, and several databases of it may be prepared at the same time.
    perform pg_advisory_xact_lock(hashtext('clinic prelude'));
    foreach wish slice 1 in array wanted loop
        if to_regrole(wish[1]) is null then
            execute format('create role %I %s', wish[1], wish[2]);
        end if;
    end loop;
    if not pg_has_role('authenticator', 'service_role', 'member') then
        grant anon, authenticated, service_role to authenticator;
        grant anon, authenticated, service_role to postgres with admin option;
        grant authenticator to postgres;
        grant pg_monitor, pg_signal_backend, pg_read_all_data to postgres;
        -- Supabase's defaults; PostgREST applies the settings of the role it becomes.
        alter role anon set statement_timeout = '3s';
        alter role authenticated set statement_timeout = '8s';
        alter role authenticator set statement_timeout = '8s';
        alter role authenticator set lock_timeout = '8s';
        -- A trigger on auth.users runs with this: names in it must be qualified, as on Supabase.
        alter role supabase_auth_admin set search_path = 'auth';
    end if;
    -- As on Supabase, the owner of the schema may tell PostgREST what to ask before each request.
    grant authenticator to postgres with admin option;
    grant set on parameter pgrst.db_pre_request to postgres;
    execute format('alter database %I owner to postgres', current_database());
end $$;

-- Nothing is exposed without an explicit grant (Supabase since 2026-10-30), so no default privileges are granted here.
grant usage on schema public to postgres, anon, authenticated, service_role;

create schema if not exists extensions authorization postgres;
create schema if not exists storage;
create schema if not exists auth authorization supabase_auth_admin;
create schema if not exists realtime;
create schema if not exists supabase_migrations authorization postgres;
grant usage on schema extensions, storage, auth, realtime to postgres, anon, authenticated, service_role;

-- auth: the columns that GoTrue keeps and this product's gateway, seeds and triggers touch.

create table if not exists auth.users (
    instance_id uuid,
    id uuid primary key,
    aud varchar(255) default 'authenticated',
    role varchar(255) default 'authenticated',
    email varchar(255),
    encrypted_password varchar(255),
    email_confirmed_at timestamptz,
    last_sign_in_at timestamptz,
    raw_app_meta_data jsonb default '{"provider": "email", "providers": ["email"]}',
    raw_user_meta_data jsonb default '{}',
    is_super_admin boolean,
    created_at timestamptz default now(),
    updated_at timestamptz default now(),
    phone text unique,
    phone_confirmed_at timestamptz,
    banned_until timestamptz,
    deleted_at timestamptz,
    is_sso_user boolean not null default false,
    is_anonymous boolean not null default false,
    confirmed_at timestamptz generated always as (least(email_confirmed_at, phone_confirmed_at)) stored
);
create unique index if not exists users_email_partial_key on auth.users (email) where not is_sso_user;

create table if not exists auth.identities (
    id uuid primary key default gen_random_uuid(),
    provider_id text not null,
    user_id uuid not null references auth.users (id) on delete cascade,
    identity_data jsonb not null,
    provider text not null,
    last_sign_in_at timestamptz,
    created_at timestamptz default now(),
    updated_at timestamptz default now(),
    email text generated always as (lower(identity_data ->> 'email')) stored,
    unique (provider_id, provider)
);
create index if not exists identities_user_id_idx on auth.identities (user_id);

create table if not exists auth.sessions (
    id uuid primary key,
    user_id uuid not null references auth.users (id) on delete cascade,
    created_at timestamptz default now(),
    updated_at timestamptz default now(),
    factor_id uuid,
    aal text default 'aal1',
    not_after timestamptz,
    refreshed_at timestamptz,
    user_agent text,
    ip inet,
    tag text
);
create index if not exists sessions_user_id_idx on auth.sessions (user_id);

create table if not exists auth.refresh_tokens (
    instance_id uuid,
    id bigint generated by default as identity primary key,
    token varchar(255) unique,
    user_id varchar(255),
    revoked boolean default false,
    created_at timestamptz default now(),
    updated_at timestamptz default now(),
    parent varchar(255),
    session_id uuid references auth.sessions (id) on delete cascade
);
create index if not exists refresh_tokens_session_id_idx on auth.refresh_tokens (session_id, revoked);

-- What a mail asks for: a code, kept as GoTrue keeps it (SHA-224 over address and code), and when it was sent.
alter table auth.users
    add column if not exists invited_at timestamptz,
    add column if not exists confirmation_token varchar(255) default '',
    add column if not exists confirmation_sent_at timestamptz,
    add column if not exists recovery_token varchar(255) default '',
    add column if not exists recovery_sent_at timestamptz,
    add column if not exists reauthentication_token varchar(255) default '',
    add column if not exists reauthentication_sent_at timestamptz,
    add column if not exists email_change varchar(255) default '',
    add column if not exists email_change_token_new varchar(255) default '',
    add column if not exists email_change_token_current varchar(255) default '',
    add column if not exists email_change_confirm_status smallint default 0,
    add column if not exists email_change_sent_at timestamptz;

-- How somebody proved who they are, one row per session and way; the token's "amr" and "aal" are made of these.
create table if not exists auth.mfa_amr_claims (
    id uuid primary key default gen_random_uuid(),
    session_id uuid not null references auth.sessions (id) on delete cascade,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    authentication_method text not null,
    unique (session_id, authentication_method)
);

create table if not exists auth.mfa_factors (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references auth.users (id) on delete cascade,
    friendly_name text,
    factor_type text not null,
    status text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    secret text,
    phone text,
    last_challenged_at timestamptz
);
create unique index if not exists mfa_factors_user_friendly_name_unique
    on auth.mfa_factors (friendly_name, user_id) where trim(friendly_name) <> '';
create index if not exists mfa_factors_user_id_idx on auth.mfa_factors (user_id);

create table if not exists auth.mfa_challenges (
    id uuid primary key default gen_random_uuid(),
    factor_id uuid not null references auth.mfa_factors (id) on delete cascade,
    created_at timestamptz not null default now(),
    verified_at timestamptz,
    ip_address inet not null
);

create table if not exists auth.mfa_recovery_code_sets (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null unique references auth.users (id) on delete cascade,
    mfa_factor_id uuid not null unique references auth.mfa_factors (id) on delete cascade,
    failed_verification_count int not null default 0,
    verification_locked_until timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
create table if not exists auth.mfa_recovery_codes (
    id uuid primary key default gen_random_uuid(),
    mfa_recovery_code_set_id uuid not null references auth.mfa_recovery_code_sets (id) on delete cascade,
    code_hash text not null,
    consumed_at timestamptz,
    created_at timestamptz not null default now()
);

-- A way in that leads through a browser: begun by a program that alone knows what the challenge was made of.
create table if not exists auth.flow_state (
    id uuid primary key default gen_random_uuid(),
    user_id uuid references auth.users (id) on delete cascade,
    auth_code text not null unique,
    code_challenge_method text not null,
    code_challenge text not null,
    provider_type text not null,
    authentication_method text not null,
    auth_code_issued_at timestamptz,
    referrer text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);

alter table auth.users owner to supabase_auth_admin;
alter table auth.identities owner to supabase_auth_admin;
alter table auth.sessions owner to supabase_auth_admin;
alter table auth.refresh_tokens owner to supabase_auth_admin;
alter table auth.mfa_amr_claims owner to supabase_auth_admin;
alter table auth.mfa_factors owner to supabase_auth_admin;
alter table auth.mfa_challenges owner to supabase_auth_admin;
alter table auth.mfa_recovery_code_sets owner to supabase_auth_admin;
alter table auth.mfa_recovery_codes owner to supabase_auth_admin;
alter table auth.flow_state owner to supabase_auth_admin;
grant all on all tables in schema auth to postgres;
grant all on all sequences in schema auth to postgres;

create or replace function auth.jwt() returns jsonb language sql stable as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim', true), ''),
        nullif(current_setting('request.jwt.claims', true), ''))::jsonb
$$;
create or replace function auth.uid() returns uuid language sql stable as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.sub', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
$$;
create or replace function auth.role() returns text language sql stable as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.role', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')
$$;
create or replace function auth.email() returns text language sql stable as $$
    select coalesce(
        nullif(current_setting('request.jwt.claim.email', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email')
$$;

-- realtime: a message is a row, and who may see the row may hear the message. Supabase reads new rows out of the log;
-- here a trigger announces them, with the row itself when it fits into a notification (8,000 bytes).

create table if not exists realtime.messages (
    topic text not null,
    extension text not null,
    payload jsonb,
    event text,
    private boolean default false,
    updated_at timestamp not null default now(),
    inserted_at timestamp not null default now(),
    id uuid not null default gen_random_uuid(),
    primary key (id, inserted_at)
);
create index if not exists messages_inserted_at on realtime.messages (inserted_at);
alter table realtime.messages owner to postgres;
alter table realtime.messages enable row level security;
grant select, insert, update on realtime.messages to anon, authenticated, service_role;

create or replace function realtime.topic() returns text language sql stable as $$
    select nullif(current_setting('realtime.topic', true), '')
$$;

create or replace function realtime.announce() returns trigger language plpgsql set search_path = '' as $$
declare
    message text;
begin
    message := jsonb_build_object('id', new.id, 'topic', new.topic, 'event', new.event, 'private', new.private,
        'payload', new.payload)::text;
    if octet_length(message) > 7900 then
        message := jsonb_build_object('id', new.id)::text;
    end if;
    perform pg_notify('realtime_messages', message);
    return null;
end $$;
create or replace trigger announce after insert on realtime.messages
    for each row when (new.extension = 'broadcast') execute function realtime.announce();

create or replace function realtime.send(payload jsonb, event text, topic text, private boolean default true)
    returns void language plpgsql as $$
-- As on Supabase: a message that cannot be sent costs a warning, never the write that sends it.
declare
    message_id constant uuid := gen_random_uuid();
begin
    perform set_config('realtime.topic', topic, true);
    insert into realtime.messages (id, topic, extension, event, private, payload)
    values (message_id, send.topic, 'broadcast', send.event, send.private,
            case when send.payload ? 'id' then send.payload
                 else jsonb_set(send.payload, '{id}', to_jsonb(message_id)) end);
exception when others then
    raise warning 'ErrorSendingBroadcastMessage: %', sqlerrm;
end $$;

-- What the Supabase CLI records.

create table if not exists supabase_migrations.schema_migrations (
    version text primary key,
    statements text[],
    name text
);
create table if not exists supabase_migrations.seed_files (
    path text primary key,
    hash text not null
);
create table if not exists supabase_migrations.prelude (
    hash text primary key
);
alter table supabase_migrations.schema_migrations owner to postgres;
alter table supabase_migrations.seed_files owner to postgres;
