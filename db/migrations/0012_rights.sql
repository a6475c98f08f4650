-- Rights: nothing to PUBLIC, everything by name.
revoke execute on all functions in schema public from public;
revoke execute on all functions in schema pgboss from public;
revoke all on schema public from public;
grant usage on schema public to sp_app, sp_staff, sp_worker, sp_signin;
grant execute on function new_id(), append_audit(text,text,text,jsonb), applied_migrations() to sp_app, sp_staff, sp_worker, sp_signin;
grant execute on function enqueue_job(text,jsonb) to sp_app, sp_staff, sp_worker;

-- customers
grant execute on function open_connection_for_read(uuid,uuid,boolean), submissions_left(uuid), approve_support_grant(uuid,uuid,uuid,int), end_support_grant(uuid,uuid,uuid),
  invite_member(uuid,uuid,text,text,uuid,text), revoke_invitation(uuid,uuid,uuid), set_member_role(uuid,uuid,uuid,text), remove_member(uuid,uuid,uuid) to sp_app;
grant execute on function mint_external_id(uuid,uuid), retire_external_id(uuid,uuid,uuid), switch_external_id(uuid,uuid,uuid,text), open_connection_for_run(uuid,uuid,text),
  account_connected_elsewhere(uuid,text), raise_alert(text,uuid,uuid) to sp_app, sp_worker;
grant execute on function people_of(uuid), invitations_of(uuid), people_named(uuid[]), support_grants_of(uuid), audit_breaks(text) to sp_app, sp_staff;
grant select on customers, memberships, external_ids, verification_runs, verification_probes, support_grants, audit_events, worker_heartbeats to sp_app;
grant select, insert, update (name, search), delete on saved_searches to sp_app;
-- not role_arn: it has doors only
grant select (customer_id,id,name,regions,tier,log_group_prefix,stack_region,template_version,status,reason,external_id_id,account_id,role_id,arn_hmac,proved_run_id,proved_at,
  waiting_until,refused_at,confirm_step,next_check_at,disabled_by,created_at,removed_at) on connections to sp_app, sp_worker;
grant insert (customer_id,id,name,regions,tier,log_group_prefix,stack_region),
  update (name,regions,tier,log_group_prefix,stack_region,template_version,status,reason,role_arn,arn_hmac,account_id,role_id,proved_run_id,proved_at,waiting_until,refused_at,confirm_step,next_check_at,disabled_by) on connections to sp_app;
grant select, insert on verification_runs, verification_probes to sp_app, sp_worker;
grant update (finished_at,verdict,account_id,role_id,lease_until,control,outcome_reason,retired_total,log_checks,planned,session_name,sts_region) on verification_runs to sp_app, sp_worker;
grant select (customer_id,connection_id,arn_hmac,expires_at), insert (customer_id,connection_id,role_arn,arn_hmac), delete on candidates to sp_app, sp_worker;

-- worker
grant execute on function owners_of(uuid), invitation_for_mail(uuid), purge_candidates(), close_lost_runs(), claim_due(int,int,int), release_due(uuid,uuid,uuid,timestamptz) to sp_worker;
grant select (lease_until,lease_token), update (template_version,status,reason,role_arn,arn_hmac,account_id,role_id,proved_run_id,proved_at,waiting_until,refused_at,confirm_step,next_check_at,lease_until,lease_token) on connections to sp_worker;
grant select on external_ids, customers, audit_heads to sp_worker;
grant select, insert, update, delete on worker_heartbeats to sp_worker;
grant usage on schema pgboss to sp_worker; grant select, insert, update, delete on all tables in schema pgboss to sp_worker; grant execute on all functions in schema pgboss to sp_worker;

-- staff
grant execute on function mint_external_id(uuid,uuid), invite_customer(uuid,text,text,uuid,text), invite_owner(uuid,uuid,text,uuid,text), suspend_customer(uuid,uuid,boolean), request_run(uuid,uuid,uuid),
  open_connection_for_support(uuid,uuid,boolean), request_support_grant(uuid,uuid,uuid,text), staff_members(), staff_invitations_open(), invite_staff(uuid,text,text,uuid,text), revoke_staff_invitation(uuid,uuid),
  set_staff(uuid,uuid,text), cli_add_customer(text,text[],uuid[],text[]), cli_invite_staff(text,text,uuid,text), resolve_alert(uuid,uuid) to sp_staff;
grant select on customers, memberships, support_grants, audit_events, audit_heads, verification_probes, alerts, worker_heartbeats to sp_staff;
-- not external_id values, HMACs or role ids
grant select (customer_id,id,name,regions,tier,log_group_prefix,stack_region,template_version,status,reason,account_id,proved_run_id,proved_at,waiting_until,refused_at,confirm_step,next_check_at,disabled_by,created_at,removed_at) on connections to sp_staff;
grant select (customer_id,connection_id,id,state,created_at,state_at) on external_ids to sp_staff;
grant select (customer_id,id,connection_id,external_id_id,reason,asked_by,sandbox,session_name,sts_region,planned,retired_total,started_at,lease_until,finished_at,verdict,control,outcome_reason,log_checks,account_id) on verification_runs to sp_staff;

-- sign-in
grant execute on function memberships_of(uuid), staff_of(text,text), session_of(text), choose_customer(text,uuid), end_sessions(uuid), may_enter(text), is_staff_address(text), invitation_by_hash(text),
  accept_invitation(text,uuid), accept_staff_invitation(text,uuid,text,text) to sp_signin;
grant select, insert, update on users, accounts to sp_signin;
grant select (session_token,user_id,expires), insert (session_token,user_id,expires), update (expires), delete on sessions to sp_signin;
grant select, insert, delete on verification_tokens to sp_signin;
