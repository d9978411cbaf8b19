-- A small clinic to begin with, for `supabase db reset` and for a first look: one facility with rooms, appointment types
-- and four providers with their hours. No person and no patient. It may be run again; it adds only what is missing.
--
-- To take it over, add yourself under Authentication, then run with your address:
--
--   insert into public.facility_members (facility_id, user_id, role, display_name)
--   select f.id, p.id, 'facility_admin', p.email from public.facilities f, public.profiles p
--   where f.id = '5eed0000-0000-4000-8000-000000000001' and p.email = 'you@example.org';

insert into public.facilities (id, name, time_zone, phone, address) values
    ('5eed0000-0000-4000-8000-000000000001', 'Sample clinic', 'Europe/Madrid', '+34 900 000 000', 'Calle del Olmo 12')
on conflict (id) do nothing;

insert into public.rooms (id, facility_id, name, position)
select ('5eed0000-0000-4000-8001-' || lpad(n::text, 12, '0'))::uuid, '5eed0000-0000-4000-8000-000000000001', name, n
from (values (1, 'Room 1'), (2, 'Room 2'), (3, 'Room 3'), (4, 'Procedures')) r(n, name)
on conflict (id) do nothing;

insert into public.appointment_types (id, facility_id, name, minutes, color, modality, position)
select ('5eed0000-0000-4000-8002-' || lpad(n::text, 12, '0'))::uuid, '5eed0000-0000-4000-8000-000000000001',
       name, minutes, color, modality, n
from (values
    (1, 'Consultation', 30, '#0F766E', 'in_person'),
    (2, 'New patient', 45, '#1D4ED8', 'in_person'),
    (3, 'Follow-up', 20, '#0F766E', 'in_person'),
    (4, 'Video visit', 30, '#7C3AED', 'video'),
    (5, 'Vaccination', 15, '#B45309', 'in_person'),
    (6, 'Blood draw', 15, '#B45309', 'in_person'),
    (7, 'Dressing change', 30, '#B45309', 'in_person')
) t(n, name, minutes, color, modality)
on conflict (id) do nothing;

insert into public.providers (id, facility_id, display_name, specialty, room_id, position)
select ('5eed0000-0000-4000-8003-' || lpad(n::text, 12, '0'))::uuid, '5eed0000-0000-4000-8000-000000000001',
       name, specialty, ('5eed0000-0000-4000-8001-' || lpad(room::text, 12, '0'))::uuid, n
from (values
    (1, 'Dr. Ada Brandt', 'General', 1),
    (2, 'Dr. Iker Solana', 'Paediatrics', 2),
    (3, 'Dr. Mina Farouk', 'Cardiology', 3),
    (4, 'Nurse L. Costa', 'Procedures', 4)
) p(n, name, specialty, room)
on conflict (id) do nothing;

-- Mornings and afternoons, Monday to Friday.
insert into public.provider_hours (id, facility_id, provider_id, weekday, starts, ends)
select ('5eed0000-0000-4000-8004-' || lpad((provider * 100 + weekday * 10 + half)::text, 12, '0'))::uuid,
       '5eed0000-0000-4000-8000-000000000001', ('5eed0000-0000-4000-8003-' || lpad(provider::text, 12, '0'))::uuid,
       weekday, starts, ends
from generate_series(1, 4) provider, generate_series(1, 5) weekday,
     (values (1, '08:00'::time, '13:00'::time), (2, '14:00'::time, '17:00'::time)) h(half, starts, ends)
on conflict (id) do nothing;
