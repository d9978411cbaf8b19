-- The patients of a facility: who they are and how to reach them. Nothing clinical is kept here.

create sequence app.record_numbers start 100001;

create table public.patients (
    id uuid primary key default gen_random_uuid(),
    facility_id uuid not null references public.facilities (id),
    user_id uuid references public.profiles (id) on delete set null,
    record_number text check (length(record_number) <= 30),
    family_name text not null check (length(btrim(family_name)) between 1 and 200),
    given_name text not null default '' check (length(given_name) <= 200),
    birth_date date check (birth_date between '1875-01-01' and '2200-01-01'),
    gender text not null default 'unknown' check (gender in ('male', 'female', 'other', 'unknown')),
    phone text not null default '' check (length(phone) <= 50),
    email text not null default '' check (length(email) <= 320),
    address text not null default '' check (length(address) <= 500),
    note text not null default '' check (length(note) <= 4000),
    is_active boolean not null default true,
    version bigint not null default 1,
    created_at timestamptz not null default now(), created_by uuid,
    updated_at timestamptz not null default now(), updated_by uuid,
    unique (facility_id, record_number)
);
create index patients_by_name on public.patients (facility_id, family_name, given_name);
create index patients_by_user on public.patients (user_id) where user_id is not null;
comment on table public.patients is
    'One patient of one facility (FHIR Patient). record_number is the server''s to give; note is for the desk, never clinical.';

create function app.number_patient() returns trigger language plpgsql security definer set search_path = '' as $$
-- Human numbers are given here and nowhere else: a workstation without a line cannot know the next one.
begin
    if new.record_number is null then
        new.record_number := 'R' || nextval('app.record_numbers');
    end if;
    return new;
end $$;
create trigger number_patient before insert on public.patients for each row execute function app.number_patient();
create trigger stamp before insert or update on public.patients for each row execute function app.stamp();
create trigger keep_facility before update of facility_id on public.patients
    for each row execute function app.keep_facility();

alter table public.patients enable row level security;
create policy "staff see their patients, a patient themselves" on public.patients
    for select to authenticated
    using (facility_id = any ((select app.staff_facilities())::uuid[]) or user_id = (select auth.uid()));
create policy "the desk registers patients" on public.patients for insert to authenticated
    with check (facility_id = any ((select app.desk_facilities())::uuid[]));
create policy "the desk corrects patients" on public.patients for update to authenticated
    using (facility_id = any ((select app.desk_facilities())::uuid[]))
    with check (facility_id = any ((select app.desk_facilities())::uuid[]));

revoke all on public.patients from public, anon, authenticated;
grant select on public.patients to authenticated;
grant insert (id, facility_id, family_name, given_name, birth_date, gender, phone, email, address, note, is_active),
      update (family_name, given_name, birth_date, gender, phone, email, address, note, is_active)
    on public.patients to authenticated;
grant all on public.patients to service_role;
