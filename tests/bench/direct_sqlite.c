// What 1,000 revisions cost with nothing but SQLite: the statements of the bench's revisions, a transaction each.
//   bench_direct_sqlite FILE REVISIONS [log]    log: a row in a log table too, as luamigrate keeps it
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sqlite3* db;

static void run(const char* sql) {
  char* error = NULL;
  if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK) {
    fprintf(stderr, "%s\n%s\n", error, sql);
    exit(1);
  }
}

int main(int argc, char** argv) {
  if (argc < 3 || sqlite3_open(argv[1], &db) != SQLITE_OK) return 2;
  const int revisions = atoi(argv[2]);
  const int with_log = argc > 3 && strcmp(argv[3], "log") == 0;
  char text[700];
  memset(text, 'x', sizeof text - 1);
  text[sizeof text - 1] = '\0';

  run("CREATE TABLE version (version_num VARCHAR(255) NOT NULL, CONSTRAINT version_pkc PRIMARY KEY (version_num))");
  run("CREATE TABLE log (id INTEGER PRIMARY KEY, revision VARCHAR(255), outcome VARCHAR(20), duration INTEGER, file "
      "TEXT)");
  for (int i = 1; i <= revisions; ++i) {
    char sql[1200];
    run("BEGIN IMMEDIATE");
    snprintf(
        sql, sizeof sql,
        "CREATE TABLE item_%d (id INTEGER NOT NULL, name VARCHAR(100) NOT NULL, amount NUMERIC(10, 2) DEFAULT '0', "
        "PRIMARY KEY (id))",
        i);
    run(sql);
    snprintf(sql, sizeof sql, "CREATE INDEX ix_item_%d_name ON item_%d (name)", i, i);
    run(sql);
    if (i == 1)
      snprintf(sql, sizeof sql, "INSERT INTO version (version_num) VALUES ('r%05d')", i);
    else
      snprintf(sql, sizeof sql, "UPDATE version SET version_num = 'r%05d' WHERE version_num = 'r%05d'", i, i - 1);
    run(sql);
    if (with_log) {
      snprintf(sql, sizeof sql,
               "INSERT INTO log (revision, outcome, duration, file) VALUES ('r%05d', 'done', %d, '%s')", i, i, text);
      run(sql);
    }
    run("COMMIT");
  }
  return sqlite3_close(db) == SQLITE_OK ? 0 : 1;
}
