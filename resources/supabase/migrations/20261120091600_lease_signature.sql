-- The lease is signed: Ed25519 (RFC 8032) in core PostgreSQL, for there is no extension that every project has.
-- Why, what it costs and what it guards against: resources/docs/decisions/0007-lease.md.

-- --- arithmetic -----------------------------------------------------------------------------------------------------

create function sync.from_bytes(bytes bytea) returns numeric
    language plpgsql immutable parallel safe set search_path = '' as $$
-- The number that these bytes are, the lowest first.
declare
    n numeric := 0;
begin
    for i in reverse length(bytes) - 1 .. 0 loop
        n := n * 256 + get_byte(bytes, i);
    end loop;
    return n;
end $$;

create function sync.to_bytes(n numeric) returns bytea
    language plpgsql immutable parallel safe set search_path = '' as $$
-- A number below 2^256 as 32 bytes, the lowest first.
declare
    bytes bytea := decode(repeat('00', 32), 'hex');
begin
    for i in 0 .. 31 loop
        bytes := set_byte(bytes, i, (n % 256)::int);
        n := div(n, 256);
    end loop;
    return bytes;
end $$;

create function sync.ed25519_point(scalar bytea) returns bytea
    language plpgsql immutable parallel safe set search_path = '' as $$
-- The base point times a scalar of 32 bytes, encoded. Extended coordinates, RFC 8032 5.1.4. Each of the 256 steps doubles
-- and adds, and then takes one of the two: how many steps there are says nothing about the scalar.
declare
    p constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
    -- Of the base point: y - x, y + x, and 2dxy.
    less constant numeric := 31204614345391077396927242593886631629853981173214368409736920319215404093758;
    more constant numeric := 3533012425803781230144052908719740726127014226477800802100354883158534798213;
    twice_dt constant numeric := 50237614328228664512531835696112167678046477356841409204013502641986506238568;
    x numeric := 0; y numeric := 1; z numeric := 1; t numeric := 0;
    x2 numeric; y2 numeric; z2 numeric; t2 numeric;
    a numeric; b numeric; c numeric; e numeric; f numeric; g numeric; h numeric;
    inverse numeric := 1;
    is_set boolean;
    bytes bytea;
begin
    for i in reverse 255 .. 0 loop
        a := x * x % p;
        b := y * y % p;
        c := 2 * z * z % p;
        h := a + b;
        e := h - (x + y) * (x + y) % p;
        g := a - b;
        f := c + g;
        x := e * f % p;
        y := g * h % p;
        z := f * g % p;
        t := e * h % p;

        a := (y - x) * less % p;
        b := (y + x) * more % p;
        c := t * twice_dt % p;
        e := b - a;
        f := 2 * z - c;
        g := 2 * z + c;
        h := b + a;
        x2 := e * f % p;
        y2 := g * h % p;
        z2 := f * g % p;
        t2 := e * h % p;

        is_set := get_bit(scalar, i) = 1;
        x := case when is_set then x2 else x end;
        y := case when is_set then y2 else y end;
        z := case when is_set then z2 else z end;
        t := case when is_set then t2 else t end;
    end loop;

    -- 1 / z is z to the power of p - 2, whose bits are all set but the second and the fourth.
    for i in reverse 254 .. 0 loop
        inverse := inverse * inverse % p;
        if i not in (2, 4) then
            inverse := inverse * z % p;
        end if;
    end loop;
    x := (x * inverse % p + p) % p;
    y := (y * inverse % p + p) % p;
    bytes := sync.to_bytes(y);
    return set_bit(bytes, 255, (x % 2)::int);
end $$;

create function sync.ed25519_scalar(seed bytea) returns bytea
    language sql immutable parallel safe set search_path = '' as $$
    -- RFC 8032 5.1.5: the first half of the hash, with five bits as the curve wants them.
    select set_byte(set_byte(h, 0, get_byte(h, 0) & 248), 31, get_byte(h, 31) & 63 | 64)
    from (select substr(sha512(seed), 1, 32) as h) hashed
$$;

create function sync.ed25519_sign(seed bytea, public_key bytea, message bytea) returns bytea
    language plpgsql immutable parallel safe set search_path = '' as $$
-- RFC 8032 5.1.6. A signature of 64 bytes.
declare
    l constant numeric := 7237005577332262213973186563042994240857116359379907606001950938285454250989;
    nonce constant numeric := sync.from_bytes(sha512(substr(sha512(seed), 33, 32) || message)) % l;
    r constant bytea := sync.ed25519_point(sync.to_bytes(nonce));
    k constant numeric := sync.from_bytes(sha512(r || public_key || message)) % l;
begin
    return r || sync.to_bytes((nonce + k * sync.from_bytes(sync.ed25519_scalar(seed))) % l);
end $$;

-- --- the key --------------------------------------------------------------------------------------------------------

create table sync.lease_key (
    only_row boolean primary key default true check (only_row),
    id text not null,
    seed bytea not null check (length(seed) = 32),
    public_key text not null check (public_key ~ '^[A-Za-z0-9+/]{43}=$')
);
comment on table sync.lease_key is
    'What leases are signed with. Nobody is granted anything here. Another one: select sync.new_lease_key().';
alter table sync.lease_key enable row level security;

create function sync.new_lease_key() returns void language plpgsql security definer set search_path = '' as $$
-- In the place of one that was there, together with a new epoch: that is how workstations believe another key.
declare
    -- Each has 122 bits out of the strong source that core has; more than a seed needs.
    random constant text := gen_random_uuid()::text || gen_random_uuid() || gen_random_uuid() || gen_random_uuid();
    seed constant bytea := substr(sha512(convert_to(random, 'UTF8')), 1, 32);
    public_key constant bytea := sync.ed25519_point(sync.ed25519_scalar(seed));
begin
    delete from sync.lease_key where only_row;
    if found then
        update sync.settings set generation = gen_random_uuid() where only_row;
    end if;
    insert into sync.lease_key (id, seed, public_key)
    values (left(encode(sha256(public_key), 'hex'), 16), seed, encode(public_key, 'base64'));
end $$;
select sync.new_lease_key();

create function sync.sign(message bytea) returns bytea language sql stable security definer set search_path = '' as $$
    select sync.ed25519_sign(k.seed, decode(k.public_key, 'base64'), message) from sync.lease_key k
$$;

-- --- the lease ------------------------------------------------------------------------------------------------------

create or replace function sync.lease_of(person uuid) returns jsonb
    language sql stable security definer set search_path = '' as $$
    -- Until when this person may work without hearing from us, by our clock. Who works in several facilities keeps to
    -- the shortest; one that has decided nothing has the default. Signed by sync.lease_for.
    select jsonb_build_object('not_after',
        clock_timestamp() + make_interval(days => coalesce(min(coalesce(p.lease_days, 14)), 14)))
    from public.facility_members m
    left join public.facility_policies p on p.facility_id = m.facility_id
    where m.user_id = person and m.is_active
$$;

create function sync.lease_for(person uuid, asked jsonb) returns jsonb
    language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
-- What a pull tells of the lease. A client that says which signed one it holds ({} is none) gets a signed one where
-- its own is another person's, another role's, of another key, or an hour shorter than it could be, or too long. So a
-- workstation costs a signature an hour, and a pull with nothing new costs none.
declare
    told jsonb := sync.lease_of(person);
    held constant jsonb := asked -> 'lease';
    key sync.lease_key;
    who jsonb;
    note text;
begin
    if jsonb_typeof(held) is distinct from 'object' then
        return told;
    end if;
    select * into key from sync.lease_key;
    who := jsonb_build_object('user', person, 'device', (asked ->> 'device')::uuid, 'key', key.id, 'roles', (
        select coalesce(jsonb_agg(distinct m.role), '[]')
        from public.facility_members m where m.user_id = person and m.is_active));
    if held - 'not_after' - 'issued_at' = who
       and (told ->> 'not_after')::timestamptz - (held ->> 'not_after')::timestamptz
           between interval '0' and interval '1 hour' then
        return told;
    end if;
    note := who || jsonb_build_object('issued_at', clock_timestamp(), 'not_after', told -> 'not_after');
    return told || jsonb_build_object('note', note, 'key', key.public_key,
        'signature', translate(encode(sync.sign(convert_to(note, 'UTF8')), 'base64'), e'\n', ''));
end $$;

create or replace function public.sync_pull(request jsonb) returns jsonb
    language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
-- STABLE, so that what it calls sees the same snapshot. See sync.pull. Scopes that wait for a second proof are named as
-- "withheld": they are not lost, and what a workstation holds of them stays.
declare
    asked constant jsonb := case when jsonb_typeof(request) = 'string' then (request #>> '{}')::jsonb else request end;
    answer jsonb := sync.pull(asked);
begin
    if (answer -> 'flags' ->> 'wipe')::boolean then
        return answer;
    end if;
    answer := answer || jsonb_build_object('lease', sync.lease_for(auth.uid(), asked));
    if sync.has_to_prove() then
        answer := jsonb_set(answer, '{flags,prove}', 'true') || jsonb_build_object('withheld', (
            select coalesce(jsonb_agg(g.scope), '[]') from sync.grants g
            where g.user_id = auth.uid() and g.scope not in (select n.scope from sync.grants_now(auth.uid()) n)));
    end if;
    return answer;
end $$;

revoke all on table sync.lease_key from public, anon, authenticated, service_role;
revoke all on function sync.from_bytes(bytea), sync.to_bytes(numeric), sync.ed25519_point(bytea),
    sync.ed25519_scalar(bytea), sync.ed25519_sign(bytea, bytea, bytea), sync.new_lease_key(), sync.sign(bytea),
    sync.lease_for(uuid, jsonb) from public, anon, authenticated, service_role;
