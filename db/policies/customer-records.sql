-- What staff write about a customer, its contacts for security notices, and the emails that were sent for it. Staff read, and only functions
-- write. Customers see none of it, except their own contacts, with a function.

-- customer_tags
alter table customer_tags enable row level security;
alter table customer_tags force row level security;
create policy owner on customer_tags to sp_owner using (true) with check (true);
create policy staff on customer_tags for select to sp_staff using (true);
grant select on customer_tags to sp_staff;

-- customer_notes
alter table customer_notes enable row level security;
alter table customer_notes force row level security;
create policy owner on customer_notes to sp_owner using (true) with check (true);
create policy staff on customer_notes for select to sp_staff using (true);
grant select on customer_notes to sp_staff;

-- security_contacts
alter table security_contacts enable row level security;
alter table security_contacts force row level security;
create policy owner on security_contacts to sp_owner using (true) with check (true);

-- sent_emails
alter table sent_emails enable row level security;
alter table sent_emails force row level security;
create policy owner on sent_emails to sp_owner using (true) with check (true);
create policy staff on sent_emails for select to sp_staff using (true);
grant select on sent_emails to sp_staff;
