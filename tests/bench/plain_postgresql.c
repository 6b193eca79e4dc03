/* What 1,000 revisions cost without luamigrate: the same statements in the same transactions, by libpq.
 * Usage: plain_postgresql URL COUNT */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

static void run(PGconn* db, const char* sql) {
  PGresult* result = PQexec(db, sql);
  const ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    fprintf(stderr, "%s: %s\n", sql, PQerrorMessage(db));
    exit(1);
  }
  PQclear(result);
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  PGconn* db = PQconnectdb(argv[1]);
  if (PQstatus(db) != CONNECTION_OK) {
    fprintf(stderr, "%s", PQerrorMessage(db));
    return 1;
  }
  run(db, "BEGIN");
  run(db,
      "CREATE TABLE luamigrate_version (version_num VARCHAR(255) NOT NULL, CONSTRAINT luamigrate_version_pkc PRIMARY "
      "KEY "
      "(version_num))");
  run(db,
      "CREATE TABLE luamigrate_log (id SERIAL NOT NULL, revision VARCHAR(255) NOT NULL, direction VARCHAR(10) NOT "
      "NULL, "
      "checksum VARCHAR(64) NOT NULL, source TEXT NOT NULL, started_at VARCHAR(32) NOT NULL, duration_ms BIGINT NOT "
      "NULL, "
      "operations BIGINT NOT NULL, user_name VARCHAR(255) NOT NULL, host VARCHAR(255) NOT NULL, tool_version "
      "VARCHAR(32) "
      "NOT NULL, outcome VARCHAR(16) NOT NULL, error TEXT, PRIMARY KEY (id))");
  run(db, "COMMIT");
  char sql[512];
  char id[16];
  char source[400];
  const int count = atoi(argv[2]);
  for (int i = 1; i <= count; ++i) {
    run(db, "BEGIN");
    snprintf(sql, sizeof sql, "CREATE TABLE t%05d (id SERIAL NOT NULL, name VARCHAR(50), PRIMARY KEY (id))", i);
    run(db, sql);
    if (i == 1)
      snprintf(sql, sizeof sql, "INSERT INTO luamigrate_version (version_num) VALUES ('r%05d')", i);
    else
      snprintf(sql, sizeof sql, "UPDATE luamigrate_version SET version_num='r%05d' WHERE version_num = 'r%05d'", i,
               i - 1);
    run(db, sql);
    snprintf(id, sizeof id, "r%05d", i);
    snprintf(source, sizeof source, "%0250d", i); /* as long as the file of a revision */
    const char* values[] = {id, "0123456789012345678901234567890123456789012345678901234567890123", source,
                            "2026-11-20T15:30:00.123456Z"};
    PGresult* result = PQexecParams(db,
                                    "INSERT INTO luamigrate_log (revision, direction, checksum, source, started_at, "
                                    "duration_ms, operations, user_name, "
                                    "host, tool_version, outcome, error) VALUES ($1, 'upgrade', $2, $3, $4, 1, 1, "
                                    "'user', 'host', '0.1.0', 'done', NULL)",
                                    4, NULL, values, NULL, NULL, 0);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
      fprintf(stderr, "%s", PQerrorMessage(db));
      return 1;
    }
    PQclear(result);
    run(db, "COMMIT");
  }
  PQfinish(db);
  return 0;
}
