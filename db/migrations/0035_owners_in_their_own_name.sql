-- What an owner does through a customer's request is done in the name of the person whom the guard proved: the transaction's.
-- Another owner of the same customer, named by a mistake of the code, is refused; so is everybody when nobody is set.
create or replace function must_be_owner(c uuid, who uuid) returns void language plpgsql stable security definer set search_path = pg_catalog, public as $$ begin
  perform must_be_own(c);
  if not exists (select from memberships where customer_id = c and user_id = who and role = 'owner')
    or session_user = 'sp_app' and who is distinct from nullif(current_setting('app.user_id', true), '')::uuid then
    raise 'owners only' using errcode = '42501', constraint = 'owner'; end if; end $$;
