ALTER TABLE "connections" ADD COLUMN "permissions_boundary_arn" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "role_path" text DEFAULT '/sallyport/' NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "allow_self_inspection" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connection_permissions_boundary" CHECK (char_length(permissions_boundary_arn) <= 2048);--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connection_role_path" CHECK (role_path ~ '^/([A-Za-z0-9_+=,.@-]+/)*$' and char_length(role_path) <= 512);--> statement-breakpoint
grant select (permissions_boundary_arn,role_path,allow_self_inspection), insert (permissions_boundary_arn,role_path,allow_self_inspection),
  update (permissions_boundary_arn,role_path,allow_self_inspection) on connections to sp_app;
--> statement-breakpoint
grant select (permissions_boundary_arn,role_path,allow_self_inspection) on connections to sp_worker;
