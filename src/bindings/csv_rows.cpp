#include "bindings/csv_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <optional>

#include "base/csv.h"
#include "base/utf8.h"
#include "bindings/files.h"
#include "bindings/read_fields.h"
#include "bindings/values.h"
#include "lua/call.h"
#include "lua/require.h"
#include "luamigrate/error.h"

namespace luamigrate::bindings {
namespace {

struct CsvOptions {
  std::string separator = ",";
  std::optional<std::string> null;  // the text that stands for NULL where it is not in quotes

  static constexpr std::string_view lua_name = "csv.rows";
  static constexpr auto fields() {
    return std::tuple(base::option("separator", &CsvOptions::separator), base::option("null", &CsvOptions::null));
  }
};

class CsvFile {
 public:
  CsvFile(const std::filesystem::path& path, std::string shown, CsvOptions options)
      : shown_(std::move(shown)),
        options_(std::move(options)),
        reader_([this](char* bytes, std::size_t size) { return read(bytes, size); }, options_.separator.front()) {
    std::error_code unreadable;  // a pipe would be waited for
    if (std::filesystem::is_regular_file(path, unreadable)) file_.open(path, std::ios::binary);
    if (!file_.is_open())
      throw Error(ErrorKind::io, fmt::format("cannot read {}", shown_), "name a file of the project that may be read");
    located([&] { reader_.next(fields_); });
    for (const std::string_view name : fields_) {
      if (!base::is_utf8(name)) fail("a name is not in UTF-8");
      if (!name.empty() && std::ranges::find(names_, name) != names_.end())
        fail(fmt::format("two columns are called \"{}\"", name));
      names_.emplace_back(name);
    }
  }

  const std::vector<std::string>& names() const noexcept { return names_; }

  // Pushes the next record as a table; false: there is none.
  bool push_next(lua_State* L) {
    const auto is_empty_line = [&] { return fields_.size() == 1 && fields_.front().empty() && names_.size() > 1; };
    bool found = false;
    located([&] {
      do found = reader_.next(fields_);
      while (found && is_empty_line());
    });
    if (!found) return false;
    if (fields_.size() != names_.size())
      fail(fmt::format("{} fields, but the first line names {}", fields_.size(), names_.size()));
    lua_createtable(L, 0, static_cast<int>(names_.size()));
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      lua_pushvalue(L, lua_upvalueindex(static_cast<int>(i) + 2));
      if (options_.null && fields_[i] == *options_.null && !reader_.is_quoted(i))
        push_null(L);
      else
        push_text(L, fields_[i]);
      lua_rawset(L, -3);
    }
    return true;
  }

 private:
  std::size_t read(char* bytes, std::size_t size) {
    file_.read(bytes, static_cast<std::streamsize>(size));
    if (file_.bad()) throw Error(ErrorKind::io, fmt::format("cannot read {}", shown_));
    return static_cast<std::size_t>(file_.gcount());
  }

  template <class Work>
  void located(const Work& work) {
    try {
      work();
    } catch (const Error& error) {
      throw Error(error.kind(), fmt::format("{}, {}", shown_, error.message()), error.hint());
    }
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw Error(ErrorKind::script, fmt::format("{}, line {}: {}", shown_, reader_.line(), what));
  }

  std::string shown_;
  CsvOptions options_;
  std::ifstream file_;
  base::CsvReader reader_;
  std::vector<std::string_view> fields_;
  std::vector<std::string> names_;
};

// Open until its last row is read, or the collector comes.
struct CsvHandle {
  std::unique_ptr<CsvFile> file;
};

}  // namespace
}  // namespace luamigrate::bindings

namespace luamigrate::lua {

template <>
inline constexpr const char* object_name<bindings::CsvHandle> = "a CSV file";

}  // namespace luamigrate::lua

namespace luamigrate::bindings {
namespace {

// Upvalues: the handle, and the names.
int next_row(lua_State* L) {
  CsvHandle& handle = *static_cast<CsvHandle*>(lua_touserdata(L, lua_upvalueindex(1)));
  if (!handle.file) return 0;
  if (handle.file->push_next(L)) return 1;
  handle.file.reset();
  return 0;
}

// csv.rows(path, options): an iterator of rows as tables by the names in the first line.
int rows(lua_State* L) {
  constexpr std::size_t most_columns = 250;  // an upvalue each
  const lua::Place place("csv.rows");
  lua::check_argument_count(L, place, 2);
  const lua::Place path_place = place.argument(1, "path"), options_place = place.argument(2, "options");
  const std::string path = lua::read_string({L, 1, path_place}, "the path of a file of the project");
  CsvOptions options;
  if (!lua_isnoneornil(L, 2)) {
    if (lua_type(L, 2) != LUA_TTABLE) lua::refuse({L, 2, options_place}, "a table of options");
    read_options({L, 2, place}, options);
  }
  if (options.separator.size() != 1 || options.separator.find_first_of("\"\r\n") == 0)
    throw Error(ErrorKind::script, "csv.rows: separator must be one character", "write separator = \";\", or \"\\t\"");
  auto file = std::make_unique<CsvFile>(project_path(L, path), path, std::move(options));
  const std::vector<std::string>& names = file->names();
  if (names.size() > most_columns)
    throw Error(ErrorKind::script,
                fmt::format("csv.rows: {} names {} columns; {} is the most", path, names.size(), most_columns));
  lua_settop(L, 0);
  luaL_checkstack(L, static_cast<int>(most_columns) + 8, nullptr);
  lua::push_object(L, CsvHandle{std::move(file)});
  for (const std::string& name : names) push_text(L, name);
  lua_pushcclosure(L, &lua::guarded<&next_row>, static_cast<int>(names.size()) + 1);
  return 1;
}

}  // namespace

void open_csv_rows(lua_State* L) {
  lua::push_function<&rows>(L);
  lua::set_module(L, "csv.rows");
}

}  // namespace luamigrate::bindings
