// Tables as nobody writes them: a rebuild that changes nothing leaves every byte of the text, and every row.
#include <catch2/catch.hpp>
#include <random>

#include "laboratory.h"

namespace luamigrate::databases::sqlite::test {
namespace {

class Writer {
 public:
  explicit Writer(unsigned seed) : random_(seed) {}

  // A CREATE TABLE of a table "t" that SQLite takes nearly always.
  std::string table() {
    std::string text = "CREATE TABLE \"t\"" + gap() + "(" + gap();
    const int columns = 1 + below(5);
    for (int i = 0; i < columns; ++i) text += (i > 0 ? "," + gap() : "") + column();
    for (int i = below(4); i > 0; --i) text += gap() + (below(4) > 0 ? "," : "") + gap() + constraint();
    text += gap() + ")";
    if (below(6) == 0) text += gap() + pick({"strict", "STRICT"});
    return text;
  }
  const Texts& names() const { return names_; }

 private:
  int below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }
  std::string pick(std::initializer_list<const char*> choices) {
    return *(choices.begin() + below(static_cast<int>(choices.size())));
  }
  // At least one space, perhaps a comment.
  std::string gap() {
    return pick({" ", " ", " ", "\n  ", "\t", " /* a, (b */ ", " -- it's \"\n ", "\n\n-- )\n/**/ ", "  "});
  }
  std::string name() { return pick({"a", "[b c]", "\"d\"\"e\"", "`check`", "Gé", "\"x,y\"", "k"}); }
  std::string known() { return names_[static_cast<std::size_t>(below(static_cast<int>(names_.size())))]; }

  std::string column() {
    // A number makes it a name of its own.
    std::string made = name();
    made.insert(made.size() - (made.back() == ']' || made.back() == '"' || made.back() == '`' ? 1 : 0),
                std::to_string(names_.size()));
    names_.push_back(made);
    std::string text = made + gap() + pick({"INTEGER", "TEXT", "int", "REAL", "Blob", "any"});
    for (int i = below(4); i > 0; --i) text += gap() + clause();
    return text;
  }
  std::string clause() {
    const std::string prefix = below(4) == 0 ? "CONSTRAINT" + gap() + name() + gap() : std::string();
    switch (below(8)) {
      case 0: return prefix + "NOT" + gap() + "NULL" + pick({"", " ON CONFLICT REPLACE"}) + gap() + "DEFAULT 1";
      case 1: return prefix + "NULL";
      case 2:
        return prefix + "DEFAULT" + gap() + pick({"-1", "'a,(b'", "(1 + (2))", "X'00'", "+2.5e3", "CURRENT_TIME"});
      case 3: return prefix + "UNIQUE" + pick({"", " on conflict ignore"});
      case 4: return prefix + "CHECK" + gap() + "(" + known() + gap() + "IS NOT ')')";
      case 5: return prefix + "COLLATE" + gap() + pick({"nocase", "\"RTRIM\""});
      case 6: return prefix + "REFERENCES" + gap() + "p" + pick({"", " (id)", "(id) ON DELETE SET NULL MATCH FULL"});
      default: return prefix + "REFERENCES p (id) NOT DEFERRABLE INITIALLY DEFERRED";
    }
  }
  std::string constraint() {
    const std::string prefix = below(2) == 0 ? "constraint" + gap() + name() + gap() : std::string();
    switch (below(3)) {
      case 0: return prefix + "UNIQUE" + gap() + "(" + known() + gap() + "DESC)" + pick({"", " ON CONFLICT ABORT"});
      case 1: return prefix + "CHECK" + gap() + "(" + known() + " IS NOT '-- (')";
      default: return prefix + "FOREIGN KEY" + gap() + "(" + known() + ") REFERENCES p" + gap() + "(id)";
    }
  }

  std::minstd_rand random_;
  Texts names_;
};

// Where commas between constraints were left out they have come.
std::string without_commas_and_space(const std::string& text) {
  std::string result;
  for (const char c : text)
    if (c != ',' && c != ' ' && c != '\n' && c != '\t') result += c;
  return result;
}

TEST_CASE("a rebuild that changes nothing leaves a table as it was, however it is written") {
  int made = 0;
  for (unsigned seed = 1; seed <= 400; ++seed) {
    Writer writer(seed);
    const std::string text = writer.table();
    INFO(seed << ": " << text);
    Laboratory laboratory("CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1)");
    try {
      laboratory.execute(text);
      laboratory.execute("INSERT INTO \"t\" (" + writer.names().front() + ") VALUES (1), (NULL)");
    } catch (const Error&) {
      continue;  // a clause twice, or rows that the table does not take
    }
    if (!laboratory.rows("PRAGMA foreign_key_check").empty()) continue;
    ++made;
    const std::string pragmas =
        "SELECT * FROM pragma_table_xinfo('t') UNION ALL SELECT *, 0 FROM pragma_index_list('t'), (SELECT 0)";
    const Texts shape = laboratory.rows(pragmas);
    const Texts keys = laboratory.rows("SELECT * FROM pragma_foreign_key_list('t')");
    const Texts rows = laboratory.rows("SELECT rowid, * FROM t");
    laboratory.run(ops::BatchAlterTable{.table = "t", .recreate = ops::Recreate::always});
    CHECK(without_commas_and_space(laboratory.definition("t")) == without_commas_and_space(text));
    CHECK(laboratory.rows(pragmas) == shape);
    CHECK(laboratory.rows("SELECT * FROM pragma_foreign_key_list('t')") == keys);
    CHECK(laboratory.rows("SELECT rowid, * FROM t") == rows);
  }
  CHECK(made > 150);
}

}  // namespace
}  // namespace luamigrate::databases::sqlite::test
