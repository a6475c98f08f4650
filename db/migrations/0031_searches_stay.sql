ALTER TABLE "saved_searches" ALTER COLUMN "user_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "saved_searches" DROP CONSTRAINT "saved_search_of_member";--> statement-breakpoint
ALTER TABLE "saved_searches" ADD CONSTRAINT "saved_search_of_member" FOREIGN KEY ("customer_id","user_id") REFERENCES "public"."memberships"("customer_id","user_id") ON DELETE SET NULL ("user_id") ON UPDATE no action;
