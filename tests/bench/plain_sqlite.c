/* What 1,000 revisions cost without luamigrate: the same statements in the same transactions, by SQLite's own C API.
 * Usage: plain_sqlite FILE COUNT */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static void run(sqlite3* db, const char* sql) {
  char* message = NULL;
  if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
    fprintf(stderr, "%s: %s\n", sql, message);
    exit(1);
  }
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  sqlite3* db = NULL;
  if (sqlite3_open(argv[1], &db) != SQLITE_OK) return 1;
  run(db, "BEGIN IMMEDIATE");
  run(db,
      "CREATE TABLE luamigrate_version (version_num VARCHAR(255) NOT NULL, CONSTRAINT luamigrate_version_pkc PRIMARY "
      "KEY "
      "(version_num))");
  run(db,
      "CREATE TABLE luamigrate_log (id INTEGER NOT NULL PRIMARY KEY, revision VARCHAR(255) NOT NULL, direction "
      "VARCHAR(10) NOT NULL, checksum VARCHAR(64) NOT NULL, source TEXT NOT NULL, started_at VARCHAR(32) NOT NULL, "
      "duration_ms BIGINT NOT NULL, operations BIGINT NOT NULL, user_name VARCHAR(255) NOT NULL, host VARCHAR(255) NOT "
      "NULL, tool_version VARCHAR(32) NOT NULL, outcome VARCHAR(16) NOT NULL, error TEXT)");
  run(db, "COMMIT");
  sqlite3_stmt* log = NULL;
  const char* insert =
      "INSERT INTO luamigrate_log (revision, direction, checksum, source, started_at, duration_ms, operations, "
      "user_name, "
      "host, tool_version, outcome, error) VALUES (?, 'upgrade', ?, ?, ?, 1, 1, 'user', 'host', '0.1.0', 'done', NULL)";
  char sql[512];
  char source[400];
  const int count = atoi(argv[2]);
  for (int i = 1; i <= count; ++i) {
    run(db, "BEGIN IMMEDIATE");
    snprintf(sql, sizeof sql, "CREATE TABLE t%05d (id INTEGER NOT NULL, name VARCHAR(50), PRIMARY KEY (id))", i);
    run(db, sql);
    if (i == 1)
      snprintf(sql, sizeof sql, "INSERT INTO luamigrate_version (version_num) VALUES ('r%05d')", i);
    else
      snprintf(sql, sizeof sql, "UPDATE luamigrate_version SET version_num='r%05d' WHERE version_num = 'r%05d'", i,
               i - 1);
    run(db, sql);
    if (!log && sqlite3_prepare_v2(db, insert, -1, &log, NULL) != SQLITE_OK) return 1;
    snprintf(sql, sizeof sql, "r%05d", i);
    snprintf(source, sizeof source, "%0250d", i); /* as long as the file of a revision */
    sqlite3_bind_text(log, 1, sql, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(log, 2, "0123456789012345678901234567890123456789012345678901234567890123", -1, SQLITE_STATIC);
    sqlite3_bind_text(log, 3, source, -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(log, 4, "2026-11-20T15:30:00.123456Z", -1, SQLITE_STATIC);
    if (sqlite3_step(log) != SQLITE_DONE) return 1;
    sqlite3_reset(log);
    run(db, "COMMIT");
  }
  sqlite3_finalize(log);
  sqlite3_close(db);
  return 0;
}
