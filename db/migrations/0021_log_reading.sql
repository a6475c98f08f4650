CREATE TABLE "favourite_log_groups" (
	"customer_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"connection_id" uuid NOT NULL,
	"region" text NOT NULL,
	"log_group" text NOT NULL,
	CONSTRAINT "favourite_log_groups_customer_id_user_id_connection_id_region_log_group_pk" PRIMARY KEY("customer_id","user_id","connection_id","region","log_group"),
	CONSTRAINT "favourite_log_group_region" CHECK (region ~ '^[a-z0-9-]{1,32}$'),
	CONSTRAINT "favourite_log_group_name" CHECK (log_group ~ '^[A-Za-z0-9_./#-]+$' and char_length(log_group) <= 512)
);
--> statement-breakpoint
ALTER TABLE "favourite_log_groups" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "connections" DROP CONSTRAINT "connection_log_group_prefix";--> statement-breakpoint
ALTER TABLE "favourite_log_groups" ADD CONSTRAINT "favourite_log_group_of_connection" FOREIGN KEY ("customer_id","connection_id") REFERENCES "public"."connections"("customer_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "favourite_log_groups" ADD CONSTRAINT "favourite_log_group_of_member" FOREIGN KEY ("customer_id","user_id") REFERENCES "public"."memberships"("customer_id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_searches" ADD CONSTRAINT "saved_search_named_once" UNIQUE("customer_id","connection_id","name");--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connection_log_group_prefix" CHECK (log_group_prefix ~ '^[A-Za-z0-9_./#-]*$' and char_length(log_group_prefix) <= 512);--> statement-breakpoint
CREATE POLICY "owner" ON "favourite_log_groups" AS PERMISSIVE FOR ALL TO "sp_owner" USING (true) WITH CHECK (true);--> statement-breakpoint
CREATE POLICY "own" ON "favourite_log_groups" AS PERMISSIVE FOR ALL TO "sp_app" USING (customer_id = (select nullif(current_setting('app.customer_id', true), '')::uuid) and user_id = (select nullif(current_setting('app.user_id', true), '')::uuid));--> statement-breakpoint
alter table favourite_log_groups force row level security;
--> statement-breakpoint
grant select, insert, delete on favourite_log_groups to sp_app;
--> statement-breakpoint
-- What people keep is bounded, also against two who keep at once: whoever counts holds the customer's turn until the commit.
create function searches_bounded() returns trigger language plpgsql set search_path = pg_catalog, public as $$ begin
  perform pg_advisory_xact_lock(hashtextextended('saved_searches' || new.customer_id, 0));
  if (select count(*) from saved_searches where customer_id = new.customer_id) >= 100
    then raise 'too many saved searches' using errcode = '23514', constraint = 'too_many_saved_searches'; end if;
  return new; end $$;
create function favourites_bounded() returns trigger language plpgsql set search_path = pg_catalog, public as $$ begin
  perform pg_advisory_xact_lock(hashtextextended('favourites' || new.customer_id || new.user_id, 0));
  if (select count(*) from favourite_log_groups where customer_id = new.customer_id and user_id = new.user_id) >= 50
    then raise 'too many favourites' using errcode = '23514', constraint = 'too_many_favourites'; end if;
  return new; end $$;
revoke execute on function searches_bounded(), favourites_bounded() from public;
create trigger bounded before insert on saved_searches for each row execute function searches_bounded();
create trigger bounded before insert on favourite_log_groups for each row execute function favourites_bounded();
