// Data work with nothing but libpq: COPY, and UPDATE FROM a table that COPY has filled.
//   bench_data_postgresql URL insert|transform|query ROWS
#include <ctype.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static PGconn* db;

static PGresult* check(PGresult* result, ExecStatusType expected) {
  if (PQresultStatus(result) == expected) return result;
  fprintf(stderr, "%s\n", PQerrorMessage(db));
  exit(1);
}

static void run(const char* sql) {
  PQclear(check(PQexec(db, sql), PGRES_COMMAND_OK));
}
static void begin_copy(const char* sql) {
  PQclear(check(PQexec(db, sql), PGRES_COPY_IN));
}

static void send(const char* line, int size) {
  if (PQputCopyData(db, line, size) != 1) exit(1);
}

static void end_copy(void) {
  if (PQputCopyEnd(db, NULL) != 1) exit(1);
  PQclear(check(PQgetResult(db), PGRES_COMMAND_OK));
  while (PQgetResult(db)) {
  }
}

static void insert(int rows) {
  begin_copy("COPY people (id, full_name, email, amount) FROM STDIN");
  for (int i = 1; i <= rows; ++i) {
    char line[200];
    send(line, snprintf(line, sizeof line, "%d\tFirst%d Last%d\tFirst.Last%d@Example.COM\t%.2f\n", i, i % 1000, i, i,
                        i / 4.0));
  }
  end_copy();
}

// The rows in one stream, and the changes into a table that one UPDATE takes them from.
static void transform(void) {
  PGconn* const writer = db;
  run("CREATE TEMPORARY TABLE changes (id INTEGER, first_name TEXT, last_name TEXT, email TEXT) ON COMMIT DROP");
  run("DECLARE rows NO SCROLL CURSOR FOR SELECT id, full_name, email FROM people ORDER BY id");
  while (1) {
    PGresult* rows = check(PQexec(writer, "FETCH 10000 FROM rows"), PGRES_TUPLES_OK);
    const int count = PQntuples(rows);
    if (count == 0) {
      PQclear(rows);
      break;
    }
    begin_copy("COPY changes FROM STDIN");
    for (int i = 0; i < count; ++i) {
      const char* name = PQgetvalue(rows, i, 1);
      const char* email = PQgetvalue(rows, i, 2);
      const char* space = strchr(name, ' ');
      char line[300];
      int size =
          snprintf(line, sizeof line, "%s\t%.*s\t%s\t", PQgetvalue(rows, i, 0), (int)(space - name), name, space + 1);
      for (; *email; ++email) line[size++] = (char)tolower((unsigned char)*email);
      line[size++] = '\n';
      send(line, size);
    }
    end_copy();
    PQclear(rows);
  }
  run("UPDATE people SET first_name = changes.first_name, last_name = changes.last_name, email = changes.email "
      "FROM changes WHERE people.id = changes.id");
}

static void query(void) {
  if (!PQsendQuery(db, "SELECT id, full_name, email, amount FROM people") || !PQsetSingleRowMode(db)) exit(1);
  double amount = 0;
  size_t bytes = 0;
  PGresult* row;
  while ((row = PQgetResult(db))) {
    if (PQntuples(row) == 1) {
      amount += atof(PQgetvalue(row, 0, 3)) + atof(PQgetvalue(row, 0, 0));
      bytes += (size_t)PQgetlength(row, 0, 1) + (size_t)PQgetlength(row, 0, 2);
    }
    PQclear(row);
  }
  printf("%.2f %zu\n", amount, bytes);
}

int main(int argc, char** argv) {
  if (argc != 4 || PQstatus(db = PQconnectdb(argv[1])) != CONNECTION_OK) return 2;
  run("BEGIN");
  if (strcmp(argv[2], "insert") == 0) insert(atoi(argv[3]));
  if (strcmp(argv[2], "transform") == 0) transform();
  if (strcmp(argv[2], "query") == 0) query();
  run("COMMIT");
  PQfinish(db);
  return 0;
}
