#include "databases/postgresql/read_rest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "databases/postgresql/counting.h"
#include "databases/postgresql/dialect.h"
#include "databases/postgresql/read_objects.h"
#include "databases/rows.h"

namespace luamigrate::databases::postgresql {
namespace {

using Place = OtherObject::Place;

// Rows of SQL that makes something and SQL that drops it, NULL where it goes with something else. $1 are the schemas;
// names are told as they are written here; what an extension brought along, and what is built in, is left out.
struct Query {
  Place place;
  const char* sql;
};

constexpr std::array queries{
    Query{Place::types,
          "SELECT format('CREATE COLLATION %s (%s)', c.oid::regcollation, concat_ws(', ', 'PROVIDER = ' ||"
          "   CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,"
          "   'LOCALE = ' || quote_literal(coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale')),"
          "   'LC_COLLATE = ' || quote_literal(c.collcollate), 'LC_CTYPE = ' || quote_literal(c.collctype),"
          "   CASE WHEN NOT c.collisdeterministic THEN 'DETERMINISTIC = false' END)),"
          "  format('DROP COLLATION %s', c.oid::regcollation)"
          " FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace WHERE n.nspname = ANY ($1::text[])"
          "  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_collation'::regclass AND d.objid = c.oid"
          "   AND d.deptype = 'e') ORDER BY c.oid"},
    Query{Place::types,
          "SELECT format('CREATE TYPE %s AS RANGE (%s)', r.rngtypid::regtype, concat_ws(', ',"
          "   'SUBTYPE = ' || format_type(r.rngsubtype, NULL),"
          "   (SELECT format('SUBTYPE_OPCLASS = %I.%I', o.nspname, oc.opcname) FROM pg_opclass oc"
          "    JOIN pg_namespace o ON o.oid = oc.opcnamespace WHERE oc.oid = r.rngsubopc AND NOT oc.opcdefault),"
          "   'COLLATION = ' || nullif(r.rngcollation, (SELECT s.typcollation FROM pg_type s WHERE s.oid ="
          "    r.rngsubtype))::regcollation, 'SUBTYPE_DIFF = ' || nullif(r.rngsubdiff::oid, 0)::regproc)),"
          "  format('DROP TYPE %s', r.rngtypid::regtype)"
          " FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN pg_namespace n ON n.oid = t.typnamespace"
          " WHERE n.nspname = ANY ($1::text[]) AND NOT EXISTS (SELECT FROM pg_depend d"
          "  WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e') ORDER BY t.oid"},
    // Functions whose bodies are parsed (BEGIN ATOMIC, RETURN).
    Query{Place::routines,
          "SELECT rtrim(pg_get_functiondef(p.oid), E' \\n'), format('DROP %s %s', CASE p.prokind WHEN 'p' THEN"
          "  'PROCEDURE' ELSE 'FUNCTION' END, p.oid::regprocedure)"
          " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = ANY ($1::text[])"
          "  AND p.prokind IN ('f', 'p') AND to_jsonb(p) ->> 'prosqlbody' IS NOT NULL AND NOT EXISTS (SELECT FROM"
          "   pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')"
          " ORDER BY p.oid"},
    Query{Place::routines,
          "SELECT format('CREATE OPERATOR %s%s (%s)', CASE WHEN NOT pg_operator_is_visible(o.oid)"
          "   THEN quote_ident(n.nspname) || '.' ELSE '' END, o.oprname, concat_ws(', ', 'FUNCTION = ' || o.oprcode,"
          "   'LEFTARG = ' || format_type(nullif(o.oprleft, 0), NULL), 'RIGHTARG = ' || format_type(o.oprright, NULL),"
          "   (SELECT format('COMMUTATOR = OPERATOR(%I.%s)', cn.nspname, c.oprname) FROM pg_operator c"
          "    JOIN pg_namespace cn ON cn.oid = c.oprnamespace WHERE c.oid = o.oprcom),"
          "   (SELECT format('NEGATOR = OPERATOR(%I.%s)', cn.nspname, c.oprname) FROM pg_operator c"
          "    JOIN pg_namespace cn ON cn.oid = c.oprnamespace WHERE c.oid = o.oprnegate),"
          "   'RESTRICT = ' || nullif(o.oprrest::text, '-'), 'JOIN = ' || nullif(o.oprjoin::text, '-'),"
          "   CASE WHEN o.oprcanhash THEN 'HASHES' END, CASE WHEN o.oprcanmerge THEN 'MERGES' END)),"
          "  format('DROP OPERATOR %s', o.oid::regoperator)"
          " FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE n.nspname = ANY ($1::text[])"
          "  AND o.oprcode <> 0 AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_operator'::regclass"
          "   AND d.objid = o.oid AND d.deptype = 'e') ORDER BY o.oid"},
    Query{Place::routines,
          "SELECT format('CREATE CAST (%s AS %s) %s%s', c.castsource::regtype, c.casttarget::regtype,"
          "   CASE c.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || c.castfunc::regprocedure WHEN 'i' THEN 'WITH INOUT'"
          "    ELSE 'WITHOUT FUNCTION' END,"
          "   CASE c.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END),"
          "  format('DROP CAST (%s AS %s)', c.castsource::regtype, c.casttarget::regtype)"
          " FROM pg_cast c WHERE c.oid >= 16384 AND cardinality($1::text[]) > 0 AND NOT EXISTS (SELECT FROM pg_depend d"
          "  WHERE d.classid = 'pg_cast'::regclass AND d.objid = c.oid AND d.deptype IN ('e', 'i')) ORDER BY c.oid"},
    Query{Place::tables,
          "SELECT 'ALTER TABLE ' || c.oid::regclass || ' SET UNLOGGED', NULL"
          " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ANY ($1::text[])"
          "  AND c.relkind = 'r' AND c.relpersistence = 'u' AND NOT EXISTS (SELECT FROM pg_depend d"
          "   WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e') ORDER BY c.oid"},
    Query{Place::tables,
          "SELECT format('ALTER TABLE %s INHERIT %s', c.oid::regclass, i.inhparent::regclass), format('ALTER TABLE %s"
          " NO INHERIT %s', c.oid::regclass, i.inhparent::regclass)"
          " FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
          " WHERE n.nspname = ANY ($1::text[]) AND c.relkind = 'r' AND NOT c.relispartition"
          "  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid"
          "   AND d.deptype = 'e') ORDER BY i.inhrelid, i.inhseqno"},
    // Those that no option makes: of constraints, and of tables of the rows that changed.
    Query{Place::all,
          "SELECT pg_get_triggerdef(t.oid, true), format('DROP TRIGGER %I ON %s', t.tgname, c.oid::regclass) FROM "
          "pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
          "  JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND n.nspname = ANY ($1::text[])"
          "   AND NOT c.relispartition AND (t.tgconstraint <> 0 OR t.tgoldtable IS NOT NULL OR t.tgnewtable IS NOT"
          "    NULL) AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_trigger'::regclass"
          "   AND d.objid = t.oid AND d.deptype = 'e') ORDER BY t.oid"},
    Query{
        Place::all,
        "SELECT s.sql, s.drop FROM (SELECT c.oid, 1 AS kind, r.oid AS place, rtrim(pg_get_ruledef(r.oid, true), ';') AS"
        "    sql, format('DROP RULE %I ON %s', r.rulename, c.oid::regclass) AS drop"
        "   FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE r.rulename <> '_RETURN'"
        "  UNION ALL SELECT c.oid, 2, 0, format('ALTER %sVIEW %s SET (%s)', CASE c.relkind WHEN 'm' THEN"
        "    'MATERIALIZED ' ELSE '' END, c.oid::regclass, (SELECT string_agg(o, ', ') FROM unnest(c.reloptions) o"
        "    WHERE o NOT LIKE 'security\\_invoker=%')), NULL"
        "   FROM pg_class c WHERE c.relkind IN ('v', 'm') AND EXISTS (SELECT FROM unnest(c.reloptions) o"
        "    WHERE o NOT LIKE 'security\\_invoker=%')"
        "  UNION ALL SELECT c.oid, 3, a.attnum, format('ALTER %s ONLY %s ALTER COLUMN %I SET STATISTICS %s',"
        "    CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, c.oid::regclass, a.attname,"
        "    a.attstattarget), NULL"
        "   FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relkind IN ('r', 'p')"
        "    AND a.attnum > 0 AND NOT a.attisdropped AND a.attstattarget >= 0"
        "  UNION ALL SELECT c.oid, 3, a.attnum, format('ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s',"
        "    c.oid::regclass, a.attnum, a.attstattarget), NULL"
        "   FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relkind = 'i' AND a.attstattarget >= 0"
        "  UNION ALL SELECT c.oid, 4, a.attnum, format('ALTER TABLE ONLY %s ALTER COLUMN %I SET STORAGE %s',"
        "    c.oid::regclass, a.attname, CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL'"
        "     WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END), NULL"
        "   FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid"
        "   WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND a.attstorage <> t.typstorage"
        "  UNION ALL SELECT c.oid, 5, a.attnum, format('ALTER TABLE ONLY %s ALTER COLUMN %I SET (%s)',"
        "    c.oid::regclass, a.attname, array_to_string(a.attoptions, ', ')), NULL"
        "   FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relkind IN ('r', 'p')"
        "    AND a.attoptions IS NOT NULL"
        "  UNION ALL SELECT c.oid, 6, i.indexrelid, format('ALTER TABLE ONLY %s CLUSTER ON %I', c.oid::regclass,"
        "    ic.relname), NULL"
        "   FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class ic ON ic.oid = i.indexrelid"
        "   WHERE i.indisclustered"
        "  UNION ALL SELECT c.oid, 7, 0, format('ALTER TABLE ONLY %s REPLICA IDENTITY %s', c.oid::regclass,"
        "    CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' ELSE (SELECT format('USING INDEX %I',"
        "     ic.relname) FROM pg_index i JOIN pg_class ic ON ic.oid = i.indexrelid WHERE i.indrelid = c.oid"
        "     AND i.indisreplident) END), NULL"
        "   FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relreplident <> 'd'"
        "  UNION ALL SELECT c.oid, 8, s.oid, pg_get_statisticsobjdef(s.oid),"
        "    format('DROP STATISTICS %I.%I', sn.nspname, s.stxname)"
        "   FROM pg_statistic_ext s JOIN pg_class c ON c.oid = s.stxrelid"
        "    JOIN pg_namespace sn ON sn.oid = s.stxnamespace"
        "  UNION ALL SELECT c.oid, 9, t.oid, format('ALTER TABLE %s %s TRIGGER %I', c.oid::regclass,"
        "    CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END,"
        "    t.tgname), NULL"
        "   FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND t.tgenabled <> 'O'"
        "    AND NOT c.relispartition) s"
        " JOIN pg_class c ON c.oid = s.oid JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = ANY ($1::text[]) AND NOT EXISTS (SELECT FROM pg_depend d"
        "  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')"
        " ORDER BY s.kind, s.oid, s.place"},
    Query{Place::all,
          "SELECT format('CREATE EVENT TRIGGER %I ON %s%s EXECUTE FUNCTION %s()', e.evtname, e.evtevent,"
          "   (SELECT format(' WHEN TAG IN (%s)', string_agg(quote_literal(tag), ', ')) FROM unnest(e.evttags) tag),"
          "   e.evtfoid::regproc), format('DROP EVENT TRIGGER %I', e.evtname)"
          " FROM pg_event_trigger e JOIN pg_proc p ON p.oid = e.evtfoid JOIN pg_namespace n ON n.oid = p.pronamespace"
          " WHERE n.nspname = ANY ($1::text[]) AND NOT EXISTS (SELECT FROM pg_depend d"
          "  WHERE d.classid = 'pg_event_trigger'::regclass AND d.objid = e.oid AND d.deptype = 'e') ORDER BY e.oid"},
    // A sequence that does not count as SERIAL makes it to. Each gets its name when that is free.
    Query{Place::tables,
          "SELECT s.sql, NULL FROM (SELECT c.oid, format('ALTER SEQUENCE %s%s', c.oid::regclass, concat("
          "   CASE WHEN d.deptype = 'a' AND q.seqtypid <> a.atttypid THEN ' AS ' || format_type(q.seqtypid, NULL) END,"
          "   CASE WHEN q.seqincrement <> 1 THEN ' INCREMENT BY ' || q.seqincrement END,"
          "   CASE WHEN q.seqmin <> 1 THEN ' MINVALUE ' || q.seqmin END,"
          "   CASE WHEN q.seqmax <> CASE q.seqtypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype"
          "    THEN 2147483647 ELSE 9223372036854775807 END THEN ' MAXVALUE ' || q.seqmax END,"
          "   CASE WHEN q.seqstart <> 1 THEN ' START WITH ' || q.seqstart || ' RESTART' END,"
          "   CASE WHEN q.seqcache <> 1 THEN ' CACHE ' || q.seqcache END,"
          "   CASE WHEN q.seqcycle THEN ' CYCLE' END)) AS sql, c.oid::regclass::text AS name"
          "  FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
          "   JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a'"
          "    AND d.refclassid = 'pg_class'::regclass"
          "   JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid"
          "   JOIN pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum"
          "   JOIN pg_depend u ON u.classid = 'pg_attrdef'::regclass AND u.objid = ad.oid AND u.refobjid = c.oid"
          "  WHERE n.nspname = ANY ($1::text[]) AND a.atttypid = ANY ('{int2,int4,int8}'::regtype[]::oid[])) s"
          " WHERE s.sql <> 'ALTER SEQUENCE ' || s.name ORDER BY s.oid"},
    // Those that are made on their own, and belong to a column all the same.
    Query{Place::tables,
          "SELECT format('ALTER SEQUENCE %s OWNED BY %s.%I', c.oid::regclass, d.refobjid::regclass, a.attname),"
          "  format('ALTER SEQUENCE %s OWNED BY NONE', c.oid::regclass)"
          " FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
          "  JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'a'"
          "   AND d.refclassid = 'pg_class'::regclass"
          "  JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid"
          " WHERE n.nspname = ANY ($1::text[]) AND NOT (a.atttypid = ANY ('{int2,int4,int8}'::regtype[]::oid[])"
          "  AND (a.attrelid, a.attnum, c.oid) IN (SELECT ad.adrelid, ad.adnum, u.refobjid FROM pg_attrdef ad"
          "   JOIN pg_depend u ON u.classid = 'pg_attrdef'::regclass AND u.objid = ad.oid"
          "    AND u.refclassid = 'pg_class'::regclass))"
          " ORDER BY c.oid"},
    // But for those of tables and their columns, which are operations; of extensions, which they bring along.
    Query{Place::all,
          "SELECT format('COMMENT ON %s %s IS %L', s.kind, s.name, s.description), NULL FROM (SELECT d.objoid,"
          "   d.classoid, CASE o.type WHEN 'table constraint' THEN 'CONSTRAINT' WHEN 'domain constraint'"
          "    THEN 'CONSTRAINT' WHEN 'view column' THEN 'COLUMN' WHEN 'materialized view column' THEN 'COLUMN'"
          "    WHEN 'composite type' THEN 'TYPE' WHEN 'statistics object' THEN 'STATISTICS'"
          "    ELSE upper(o.type) END AS kind,"
          "   regexp_replace(CASE o.type WHEN 'domain constraint' THEN replace(o.identity, ' on ', ' on domain ')"
          "     ELSE o.identity END, '(^|[ ,(])' || quote_ident(current_schema()) || '\\.', '\\1', 'g') AS name,"
          "   d.description"
          "  FROM pg_description d, pg_identify_object(d.classoid, d.objoid, d.objsubid) o"
          "  WHERE d.objoid >= 16384 AND o.type NOT IN ('table', 'table column', 'extension')"
          "   AND coalesce(o.schema, quote_ident(($1::text[])[1])) IN (SELECT quote_ident(u) FROM unnest($1::text[]) "
          "u)) s"
          " WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = s.classoid AND d.objid = s.objoid"
          "  AND d.deptype IN ('e', 'i')) ORDER BY s.kind, s.name"},
};

// Called another way than the database would call it: the old name, as it is written here, and the new one.
constexpr const char* find_renamed_sequences =
    "SELECT quote_ident(n.nspname), n.nspname = current_schema(), t.relname::text, a.attname::text, c.relname::text"
    " FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
    " JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')"
    "  AND d.refclassid = 'pg_class'::regclass"
    " JOIN pg_class t ON t.oid = d.refobjid"
    " JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid"
    " LEFT JOIN pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum"
    " WHERE n.nspname = ANY ($1::text[]) AND n.oid = t.relnamespace"
    "  AND (d.deptype = 'i' OR (a.atttypid = ANY ('{int2,int4,int8}'::regtype[]::oid[]) AND EXISTS (SELECT FROM"
    "   pg_depend u WHERE u.classid = 'pg_attrdef'::regclass AND u.objid = ad.oid AND u.refobjid = c.oid)))"
    " ORDER BY c.oid";

constexpr const char* find_untold =
    "SELECT s.told FROM (SELECT 'operator class ' || o.opcname AS told, o.opcnamespace AS schema,"
    "   'pg_opclass'::regclass::oid AS class, o.oid FROM pg_opclass o"
    "  UNION ALL SELECT 'base type ' || t.typname, t.typnamespace, 'pg_type'::regclass, t.oid FROM pg_type t"
    "   WHERE t.typtype = 'b' AND t.typelem = 0"
    "  UNION ALL SELECT 'text search configuration ' || c.cfgname, c.cfgnamespace, 'pg_ts_config'::regclass, c.oid"
    "   FROM pg_ts_config c"
    "  UNION ALL SELECT 'text search dictionary ' || d.dictname, d.dictnamespace, 'pg_ts_dict'::regclass, d.oid"
    "   FROM pg_ts_dict d"
    "  UNION ALL SELECT 'foreign table ' || c.oid::regclass, c.relnamespace, 'pg_class'::regclass, c.oid"
    "   FROM pg_class c WHERE c.relkind = 'f'"
    "  UNION ALL SELECT format('NO INHERIT of the check %s of the table %s', k.conname, k.conrelid::regclass),"
    "   k.connamespace, 'pg_constraint'::regclass, k.oid FROM pg_constraint k WHERE k.contype = 'c' AND k.connoinherit"
    "   AND k.conrelid <> 0"
    "  UNION ALL SELECT format('the columns of ON DELETE of the foreign key %s of the table %s', k.conname,"
    "   k.conrelid::regclass), k.connamespace, 'pg_constraint'::regclass, k.oid FROM pg_constraint k"
    "   WHERE jsonb_array_length(to_jsonb(k.conkey)) > 0 AND jsonb_typeof(to_jsonb(k) -> 'confdelsetcols') = 'array'"
    "  UNION ALL SELECT 'aggregate ' || p.oid::regprocedure, p.pronamespace, 'pg_proc'::regclass, p.oid FROM pg_proc p"
    "   JOIN pg_aggregate a ON a.aggfnoid = p.oid WHERE a.aggkind <> 'n' OR a.aggmtransfn <> 0) s"
    " JOIN pg_namespace n ON n.oid = s.schema WHERE n.nspname = ANY ($1::text[]) AND NOT EXISTS (SELECT FROM pg_depend"
    "  d WHERE d.classid = s.class AND d.objid = s.oid AND d.deptype = 'e') ORDER BY s.told";

struct Rename {
  std::string schema, from, to;  // the schema with its dot, or nothing
};

// Each when its name is free: another one may have it still.
void add_renames(Connection& connection, const schema::Value& schemas, std::vector<OtherObject>& others) {
  std::vector<Rename> renames;
  for (const Values& row : rows_of(connection, find_renamed_sequences, {schemas})) {
    std::string usual = sequence_name(text(row[2]), text(row[3]), dialect().identifier_limit().most);
    if (usual != text(row[4]))
      renames.push_back({flag(row[1]) ? "" : text(row[0]) + ".", std::move(usual), text(row[4])});
  }
  const auto add = [&](const Rename& one, const std::string& to) {
    others.push_back({Place::tables,
                      fmt::format("ALTER SEQUENCE {}{} RENAME TO {}", one.schema,
                                  dialect().quote(std::string_view(one.from)), dialect().quote(std::string_view(to))),
                      {}});
  };
  while (!renames.empty()) {
    auto free = std::ranges::find_if(renames, [&](const Rename& one) {
      return std::ranges::none_of(
          renames, [&](const Rename& other) { return other.schema == one.schema && other.from == one.to; });
    });
    if (free == renames.end()) {  // a circle
      free = renames.begin();
      const std::string aside = free->from + "_aside";
      add(*free, aside);
      free->from = aside;
      continue;
    }
    add(*free, free->to);
    renames.erase(free);
  }
}

}  // namespace

std::vector<OtherObject> read_rest(Connection& connection, const std::vector<std::string>& schemas) {
  std::vector<OtherObject> others;
  const schema::Value names = text_array(schemas);
  add_renames(connection, names, others);
  for (const Query& query : queries)
    for (const Values& row : rows_of(connection, query.sql, {names}))
      others.push_back({query.place, text(row[0]), is_null(row[1]) ? std::string() : text(row[1])});
  return others;
}

std::vector<std::string> read_untold(Connection& connection, const std::vector<std::string>& schemas) {
  std::vector<std::string> told;
  for (const Values& row : rows_of(connection, find_untold, {text_array(schemas)})) told.push_back(text(row[0]));
  return told;
}

}  // namespace luamigrate::databases::postgresql
