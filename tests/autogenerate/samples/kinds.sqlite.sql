-- What Django, Rails and people at the prompt write, where the samples that many know do not.
CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL,
  "applied" datetime NOT NULL);
CREATE TABLE "shop_item" ("id" char(32) NOT NULL PRIMARY KEY,
  "data" text NOT NULL CHECK ((JSON_VALID("data") OR "data" IS NULL)), "stock" integer unsigned NOT NULL CHECK ("stock" >= 0),
  "is_active" bool NOT NULL, "price" decimal NOT NULL, "slug" varchar(30) NOT NULL COLLATE NOCASE UNIQUE,
  "parent_id" char(32) NULL REFERENCES "shop_item" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE UNIQUE INDEX "shop_item_active" ON "shop_item" ("stock", "slug" DESC) WHERE "is_active";
CREATE INDEX "shop_item_lower" ON "shop_item" (lower("slug") COLLATE NOCASE);
CREATE TABLE IF NOT EXISTS "schema_migrations" ("version" varchar NOT NULL PRIMARY KEY);
CREATE TABLE IF NOT EXISTS "users" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "email" varchar DEFAULT '' NOT NULL,
  "settings" json DEFAULT '{}', "score" decimal(10,2) DEFAULT 0.0, "admin" boolean DEFAULT 0 NOT NULL,
  "created_at" datetime(6) DEFAULT CURRENT_TIMESTAMP, "user_id" integer, CONSTRAINT "fk_rails_1" FOREIGN KEY ("user_id")
  REFERENCES "users" ("id") ON DELETE SET NULL, CONSTRAINT chk_rails_x CHECK (score >= 0), CHECK (score < 9), CHECK (score < 9));
CREATE INDEX "index_users_on_lower_email" ON "users" (LOWER(email)) /*application='x'*/;
CREATE TABLE once (id integer PRIMARY KEY ON CONFLICT REPLACE, n text NOT NULL ON CONFLICT IGNORE DEFAULT 'x',
  u text UNIQUE ON CONFLICT REPLACE, a integer, UNIQUE (n, a) ON CONFLICT FAIL);
CREATE TABLE pairs (a integer NOT NULL, b integer NOT NULL, c REAL, PRIMARY KEY (a, b) ON CONFLICT IGNORE);
CREATE VIRTUAL TABLE found USING fts5(title, body);
CREATE VIEW v AS SELECT users.id, shop_item.slug FROM users JOIN shop_item ON shop_item.stock = users.id;
CREATE TRIGGER after_email AFTER UPDATE OF email ON users FOR EACH ROW WHEN NEW.email <> OLD.email BEGIN
  UPDATE users SET score = 0 WHERE id = NEW.id;
END;
CREATE TRIGGER not_gone INSTEAD OF DELETE ON v BEGIN DELETE FROM users WHERE id = OLD.id; END;
CREATE TABLE 'odd name' ("a b" text DEFAULT (datetime('now', 'localtime')), [c d] int DEFAULT -1, `e` text DEFAULT "quoted",
  f double precision DEFAULT +3, h blob DEFAULT x'00ff', i int DEFAULT true);

CREATE TABLE measures (id INTEGER PRIMARY KEY, taken REAL NOT NULL DEFAULT 0.5, note TEXT, steps INT, picture BLOB, other ANY) STRICT;

-- SQLite takes names in any case.
CREATE TABLE Elders (Id INTEGER PRIMARY KEY);
CREATE TABLE youths (elder INTEGER REFERENCES elders (id));
