#include "databases/postgresql/read_others.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "databases/postgresql/read_objects.h"
#include "databases/postgresql/read_rest.h"
#include "databases/postgresql/read_tables.h"
#include "databases/rows.h"

namespace luamigrate::databases::postgresql {
namespace {

using Place = OtherObject::Place;

// In each query $1 are the schemas, names are told as they are written here, and what an extension brought along is
// left out.

constexpr const char* find_sql_functions =
    "SELECT 1 FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prokind IN ('f', 'p')"
    " AND n.nspname = ANY ($1::text[]) LIMIT 1";

constexpr const char* find_domains =
    "SELECT t.oid::regtype::text, format_type(t.typbasetype, t.typtypmod), t.typnotnull,"
    "  pg_get_expr(t.typdefaultbin, 0),"
    "  CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END,"
    "  (SELECT string_agg(format(' CONSTRAINT %I %s', con.conname, pg_get_constraintdef(con.oid)), '' ORDER BY con.oid)"
    "   FROM pg_constraint con WHERE con.contypid = t.oid AND con.contype = 'c')"
    " FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace JOIN pg_type b ON b.oid = t.typbasetype"
    " WHERE t.typtype = 'd' AND n.nspname = ANY ($1::text[]) AND NOT EXISTS (SELECT FROM pg_depend d"
    "  WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')"
    " ORDER BY t.oid";

constexpr const char* find_composites =
    "SELECT t.oid::regtype::text,"
    "  (SELECT string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)"
    "   FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)"
    " FROM pg_class c JOIN pg_type t ON t.oid = c.reltype JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relkind = 'c' AND n.nspname = ANY ($1::text[]) AND NOT EXISTS (SELECT FROM pg_depend d"
    "  WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e')"
    " ORDER BY t.oid";

// Those over ordered sets and with a moving state are somebody's special case.
constexpr const char* find_aggregates =
    "SELECT format('%s(%s)', p.oid::regproc, CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_arguments(p.oid) "
    "END),"
    "  concat_ws(', ', 'SFUNC = ' || a.aggtransfn, 'STYPE = ' || format_type(a.aggtranstype, NULL),"
    "   'SSPACE = ' || nullif(a.aggtransspace, 0), 'FINALFUNC = ' || nullif(a.aggfinalfn::text, '-'),"
    "   CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END, 'COMBINEFUNC = ' || nullif(a.aggcombinefn::text, '-'),"
    "   'SERIALFUNC = ' || nullif(a.aggserialfn::text, '-'), 'DESERIALFUNC = ' || nullif(a.aggdeserialfn::text, '-'),"
    "   'INITCOND = ' || quote_literal(a.agginitval),"
    "   CASE WHEN a.aggsortop <> 0 THEN (SELECT format('SORTOP = OPERATOR(%I.%s)', sn.nspname, o.oprname)"
    "    FROM pg_operator o JOIN pg_namespace sn ON sn.oid = o.oprnamespace WHERE o.oid = a.aggsortop) END,"
    "   CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END)"
    " FROM pg_proc p JOIN pg_aggregate a ON a.aggfnoid = p.oid JOIN pg_namespace n ON n.oid = p.pronamespace"
    " WHERE a.aggkind = 'n' AND a.aggmtransfn = 0 AND n.nspname = ANY ($1::text[]) AND NOT EXISTS (SELECT FROM"
    "  pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')"
    " ORDER BY p.oid";

constexpr const char* find_partitions =
    "SELECT c.oid::bigint, c.oid::regclass::text, i.inhparent::bigint, i.inhparent::regclass::text,"
    "  pg_get_expr(c.relpartbound, c.oid), CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,"
    "  (SELECT relispartition FROM pg_class p WHERE p.oid = i.inhparent)"
    " FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relispartition AND c.relkind IN ('r', 'p') AND n.nspname = ANY ($1::text[]) ORDER BY c.oid";

// What a partition has beside that of its table. It goes with it, but for keys to tables that go before.
constexpr const char* find_parts_of_partitions =
    "SELECT s.sql, s.undo FROM (SELECT c.oid AS place, 0 AS kind, con.conname AS name,"
    "   format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.oid::regclass, con.conname, pg_get_constraintdef(con.oid)) AS"
    " sql, CASE con.contype WHEN 'f' THEN format('ALTER TABLE %s DROP CONSTRAINT %I', c.oid::regclass, con.conname) END"
    " AS undo"
    "  FROM pg_constraint con JOIN pg_class c ON c.oid = con.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
    "  WHERE c.relispartition AND n.nspname = ANY ($1::text[]) AND con.conparentid = 0"
    "   AND (con.contype IN ('p', 'u', 'f', 'x') OR (con.contype = 'c' AND con.coninhcount = 0))"
    " UNION ALL SELECT c.oid, 1, ic.relname, pg_get_indexdef(i.indexrelid), NULL"
    "  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class ic ON ic.oid = i.indexrelid"
    "   JOIN pg_namespace n ON n.oid = c.relnamespace"
    "  WHERE c.relispartition AND n.nspname = ANY ($1::text[])"
    "   AND NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = i.indexrelid)"
    "   AND NOT EXISTS (SELECT FROM pg_constraint con WHERE con.conindid = i.indexrelid AND con.conrelid = c.oid)) s"
    " ORDER BY s.place, s.kind, s.name";

// Each behind the partition that it is a part of.
void add_partitions(const std::vector<Values>& rows, std::vector<OtherObject>& others) {
  std::set<std::int64_t> made;
  while (made.size() < rows.size()) {
    const std::size_t before = made.size();
    for (const Values& row : rows) {
      if (made.contains(number(row[0])) || (flag(row[6]) && !made.contains(number(row[2])))) continue;
      made.insert(number(row[0]));
      std::string sql = fmt::format("CREATE TABLE {} PARTITION OF {} {}", text(row[1]), text(row[3]), text(row[4]));
      if (!is_null(row[5])) sql += " PARTITION BY " + text(row[5]);
      others.push_back({Place::tables, std::move(sql), {}});  // it goes with its table
    }
    if (made.size() == before) return;  // their table is in a schema that was not asked for
  }
}

}  // namespace

std::vector<OtherObject> read_others(Connection& connection, const std::vector<std::string>& schemas) {
  std::vector<OtherObject> others;
  const schema::Value names = text_array(schemas);
  // Bodies may name what is made later.
  if (!rows_of(connection, find_sql_functions, {names}).empty())
    others.push_back({Place::first, "SET LOCAL check_function_bodies = off", {}});
  for (const Values& row : rows_of(connection, find_composites, {names}))
    others.push_back(
        {Place::types, fmt::format("CREATE TYPE {} AS ({})", text(row[0]), text(row[1])), "DROP TYPE " + text(row[0])});
  for (const Values& row : rows_of(connection, find_domains, {names})) {
    std::string sql = fmt::format("CREATE DOMAIN {} AS {}", text(row[0]), text(row[1]));
    if (!is_null(row[4])) sql += " COLLATE " + text(row[4]);
    if (!is_null(row[3])) sql += " DEFAULT " + text(row[3]);
    if (flag(row[2])) sql += " NOT NULL";
    others.push_back({Place::types, sql + text(row[5]), "DROP DOMAIN " + text(row[0])});
  }
  for (const Values& row : rows_of(connection, find_aggregates, {names}))
    others.push_back({Place::routines, fmt::format("CREATE AGGREGATE {} ({})", text(row[0]), text(row[1])),
                      "DROP AGGREGATE " + text(row[0])});
  add_partitions(rows_of(connection, find_partitions, {names}), others);
  for (const Values& row : rows_of(connection, find_parts_of_partitions, {names}))
    others.push_back({Place::tables, text(row[0]), text(row[1])});
  for (OtherObject& other : read_rest(connection, schemas)) others.push_back(std::move(other));
  return others;
}

}  // namespace luamigrate::databases::postgresql
