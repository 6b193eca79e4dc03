// Data work with nothing but sqlite3, prepared statements and one transaction.
//   bench_data_sqlite FILE insert|transform|query ROWS
#include <ctype.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sqlite3* db;

static void check(int code, int expected) {
  if (code == expected) return;
  fprintf(stderr, "%s\n", sqlite3_errmsg(db));
  exit(1);
}

static sqlite3_stmt* prepare(const char* sql) {
  sqlite3_stmt* statement;
  check(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
  return statement;
}

static void insert(int rows) {
  sqlite3_stmt* insert = prepare("INSERT INTO people (id, full_name, email, amount) VALUES (?, ?, ?, ?)");
  for (int i = 1; i <= rows; ++i) {
    char name[64], email[64];
    const int name_size = snprintf(name, sizeof name, "First%d Last%d", i % 1000, i);
    const int email_size = snprintf(email, sizeof email, "First.Last%d@Example.COM", i);
    sqlite3_bind_int64(insert, 1, i);
    sqlite3_bind_text(insert, 2, name, name_size, SQLITE_STATIC);
    sqlite3_bind_text(insert, 3, email, email_size, SQLITE_STATIC);
    sqlite3_bind_double(insert, 4, i / 4.0);
    check(sqlite3_step(insert), SQLITE_DONE);
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
}

static void transform(void) {
  sqlite3_stmt* select = prepare("SELECT id, full_name, email FROM people ORDER BY id");
  sqlite3_stmt* update = prepare("UPDATE people SET first_name = ?, last_name = ?, email = ? WHERE id = ?");
  while (sqlite3_step(select) == SQLITE_ROW) {
    const char* name = (const char*)sqlite3_column_text(select, 1);
    const char* email = (const char*)sqlite3_column_text(select, 2);
    const char* space = strchr(name, ' ');
    char lower[64];
    int size = 0;
    for (; email[size]; ++size) lower[size] = (char)tolower((unsigned char)email[size]);
    sqlite3_bind_text(update, 1, name, (int)(space - name), SQLITE_STATIC);
    sqlite3_bind_text(update, 2, space + 1, -1, SQLITE_STATIC);
    sqlite3_bind_text(update, 3, lower, size, SQLITE_STATIC);
    sqlite3_bind_int64(update, 4, sqlite3_column_int64(select, 0));
    check(sqlite3_step(update), SQLITE_DONE);
    sqlite3_reset(update);
  }
  sqlite3_finalize(select);
  sqlite3_finalize(update);
}

static void query(void) {
  sqlite3_stmt* select = prepare("SELECT id, full_name, email, amount FROM people");
  double amount = 0;
  size_t bytes = 0;
  while (sqlite3_step(select) == SQLITE_ROW) {
    amount += sqlite3_column_double(select, 3) + (double)sqlite3_column_int64(select, 0);
    bytes += (size_t)sqlite3_column_bytes(select, 1) + (size_t)sqlite3_column_bytes(select, 2);
  }
  sqlite3_finalize(select);
  printf("%.2f %zu\n", amount, bytes);
}

int main(int argc, char** argv) {
  if (argc != 4 || sqlite3_open(argv[1], &db) != SQLITE_OK) return 2;
  check(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
  if (strcmp(argv[2], "insert") == 0) insert(atoi(argv[3]));
  if (strcmp(argv[2], "transform") == 0) transform();
  if (strcmp(argv[2], "query") == 0) query();
  check(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(db);
  return 0;
}
