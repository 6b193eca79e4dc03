#include "faults/mixed_revisions.h"

#include <algorithm>

namespace luamigrate::test {

using Rows = std::vector<std::string>;

void add_mixed_revisions(TestProject& project) {
  const std::string_view name = project.database.database().name;
  const bool concurrent = name == "postgresql";
  const bool is_mysql = name == "mysql";
  const auto add = [&](const std::string& id, const std::string& down, std::string text,
                       const std::string& downgrade = {}) {
    const std::string_view place = "$concurrently";
    for (std::size_t at = 0; (at = text.find(place)) != std::string::npos;)
      text.replace(at, place.size(), concurrent ? ", { concurrently = true }" : "");
    // A statement that runs in no transaction.
    if (const std::size_t at = text.find("$vacuum"); at != std::string::npos)
      text.replace(at, 7, concurrent ? "VACUUM notes" : is_mysql ? "ANALYZE TABLE notes" : "VACUUM");
    if (const std::size_t at = text.find("$loud"); at != std::string::npos)
      text.replace(at, 5, is_mysql ? "CONCAT(text, '!')" : "text || '!'");
    if (downgrade.empty())
      project.revision(id, down, text);
    else
      project.revision(id, down, text, downgrade);
  };
  project.revision("a1", "", R"lua(
  op.create_table("people", { column("id", Integer, { primary_key = true }), column("full_name", String(100)),
    column("email", String(100)), column("visits", BigInteger, { server_default = "0" }) })
  local n = 0
  op.bulk_insert("people", function()
    n = n + 1
    if n <= 60 then return { id = n * 3, full_name = "First" .. n .. " Last" .. n, email = "P" .. n .. "@EXAMPLE.org" } end
  end))lua",
                   "op.drop_table('people')");
  project.revision("b2", "a1", R"lua(
  op.add_column("people", column("first_name", String(100)))
  op.add_column("people", column("last_name", String(100)))
  op.execute("UPDATE people SET visits = visits + 1")
  op.create_index("ix_people_email", "people", { "email" })
  op.create_table("orders", { column("id", Integer, { primary_key = true }),
    column("person", Integer, { references = "people.id" }) })
  op.bulk_insert("orders", { { id = 1, person = 3 }, { id = 2, person = 6 } }))lua",
                   R"lua(
  op.drop_table("orders")
  op.drop_index("ix_people_email", "people")
  op.execute("UPDATE people SET visits = visits - 1")
  op.drop_column("people", "last_name")
  op.drop_column("people", "first_name"))lua");
  add("c3", "b2", R"lua(transactional = false
function upgrade()
  op.create_table("notes", { column("id", Integer, { primary_key = true }), column("text", String(100)) })
  op.bulk_insert("notes", { { id = 1, text = "one" }, { id = 2, text = "two" } })
  op.execute("UPDATE people SET visits = visits + 10; INSERT INTO notes (id, text) VALUES (3, 'three'); UPDATE people SET visits = visits + 100")
  op.create_index("ix_notes_text", "notes", { "text" }$concurrently)
  op.execute("$vacuum")
  op.add_column("notes", column("length", Integer))
  op.alter_column("notes", "length", { new_column_name = "size", type = BigInteger })
  op.execute("UPDATE notes SET size = coalesce(size, 0) + length(text)")
end
function downgrade()
  op.drop_index("ix_notes_text", "notes"$concurrently)
  op.execute("UPDATE people SET visits = visits - 10; UPDATE people SET visits = visits - 100")
  op.drop_table("notes")
end)lua");
  add("d4", "c3", R"lua(function upgrade()
  op.execute("UPDATE people SET visits = visits + 1000")
  op.autocommit_block(function()
    op.execute("UPDATE people SET visits = visits + 10000")
    op.create_index("ix_people_visits", "people", { "visits" }$concurrently)
    op.execute("UPDATE people SET visits = visits + 100000")
  end)
  op.execute("UPDATE people SET visits = visits + 1000000")
  op.create_index("ix_people_last_name", "people", { "last_name" }$concurrently)
  op.execute("INSERT INTO notes (id, text) VALUES (4, 'four')")
end
function downgrade()
  op.execute("DELETE FROM notes WHERE id = 4")
  op.drop_index("ix_people_last_name", "people")
  op.autocommit_block(function()
    op.execute("UPDATE people SET visits = visits - 1111000")
  end)
  op.drop_index("ix_people_visits", "people")
end)lua");
  add("e5", "d4", R"lua(
  op.execute("INSERT INTO notes (id, text) VALUES (5, 'five')")
  op.transform_rows("people", { set = { "first_name", "last_name", "email", "visits" }, columns = { "full_name" },
      batch_size = 7, commit = "batch" }, function(row)
    local first, last = row.full_name:match("^(%S+) (%S+)$")
    return { first_name = first, last_name = last, email = row.email:lower(), visits = row.visits + 10000000 }
  end)
  op.execute("INSERT INTO notes (id, text) VALUES (6, 'six')")
  op.batched_update("people", { set = { visits = sql("visits + 100000000") }, batch_size = 11, commit = "batch" })
  op.execute("UPDATE notes SET text = $loud"))lua",
      R"lua(
  op.execute("DELETE FROM notes WHERE id IN (5, 6)")
  op.batched_update("people", { set = { visits = sql("visits - 110000000") }, batch_size = 11, commit = "batch" }))lua");
  project.revision("f6", "e5", R"lua(transactional = false
function upgrade()
  op.create_table("copies", { column("id", Integer, { primary_key = true }), column("name", String(100)) })
  local rows = op.query("SELECT id, last_name FROM people ORDER BY id")
  op.bulk_insert("copies", function()
    local row = rows()
    if row then return { id = row.id, name = row.last_name } end
  end)
  op.transform_rows("copies", { set = { "name" }, batch_size = 25, commit = "batch" }, function(row)
    return { name = row.name .. "." }
  end)
end
function downgrade() op.drop_table("copies") end)lua");
  project.revision("g7", "f6", R"lua(op.execute("UPDATE people SET visits = visits + 1000000000"))lua",
                   R"lua(op.execute("UPDATE people SET visits = visits - 1000000000"))lua");
  project.revision("h8", "f6", R"lua(op.batch_alter_table("copies", function(batch)
    batch.add_column(column("kind", String(10), { nullable = false, server_default = "copy" }))
    batch.alter_column("name", { nullable = false })
    batch.create_check_constraint("ck_copies_name", "name <> ''")
  end))lua",
                   R"lua(op.batch_alter_table("copies", function(batch)
    batch.drop_constraint("ck_copies_name", { type = "check" })
    batch.alter_column("name", { nullable = true })
    batch.drop_column("kind")
  end))lua");
  project.write("versions/i9.lua", R"lua(--- both
revision = "i9"
down_revision = { "g7", "h8" }
function upgrade() op.execute("INSERT INTO notes (id, text) VALUES (9, 'nine')") end
function downgrade() op.execute("DELETE FROM notes WHERE id = 9") end
)lua");
}

Rows left_in(const LiveDatabase& database) {
  Rows all;
  const auto add = [&](const std::string& sql) {
    all.push_back(sql);
    for (std::string& row : database.rows(sql)) all.push_back(std::move(row));
  };
  const bool is_sqlite = database.database().name == "sqlite";
  const bool is_mysql = database.database().name == "mysql";
  const std::string tables =
      is_sqlite  ? "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1"
      : is_mysql ? "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1"
                 : "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
                   "ORDER BY 1";
  if (is_mysql) {
    // The next number of a key depends on what was tried.
    for (const std::string& table : database.rows(tables))
      add("SELECT table_name, column_name, column_type, is_nullable, column_default, extra, column_key FROM "
          "information_schema.columns WHERE table_schema = DATABASE() AND table_name = '" +
          table + "' ORDER BY 2");
    add("SELECT table_name, index_name, seq_in_index, column_name FROM information_schema.statistics WHERE "
        "table_schema = DATABASE() ORDER BY 1, 2, 3");
    add("SELECT table_name, constraint_name, constraint_type FROM information_schema.table_constraints WHERE "
        "table_schema = DATABASE() ORDER BY 1, 2");
  } else if (is_sqlite) {
    add("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2");
  } else {
    add("SELECT table_name::text, column_name::text, data_type::text, is_nullable::text, column_default::text FROM "
        "information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, column_name");
    add("SELECT indexrelid::regclass::text, indisvalid, pg_get_indexdef(indexrelid) FROM pg_index WHERE "
        "indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace) ORDER BY 1");
    add("SELECT conname::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = "
        "'public'::regnamespace ORDER BY 1");
  }
  for (const std::string& table : database.rows(tables))
    if (table != "luamigrate_log" && !table.starts_with("sqlite_")) add("SELECT * FROM " + table + " ORDER BY 1");
  add("SELECT revision, direction, checksum, operations, statements FROM luamigrate_log WHERE outcome = 'done' "
      "ORDER BY revision, direction");
  return all;
}

Rows missing(const Rows& all, const Rows& others) {
  Rows result;
  for (const std::string& row : all)
    if (std::ranges::count(others, row) != std::ranges::count(all, row)) result.push_back(row);
  return result;
}

}  // namespace luamigrate::test
