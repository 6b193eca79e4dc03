// Runs the examples of a page of documentation, in the order in which they stand, in an empty folder.
//
//   ```lua file=versions/a1_users.lua     the block is written to that file (any language)
//   ```lua run                            the block is the body of an upgrade(), run on top of the ones before it
//   ```console                            lines after "$ " are commands; what follows is what they print (both outputs,
//                                         in order); a line "..." stands for any number of lines
//   ```text, ```sql, ...                  is not run
//
// Durations, dates and times stand for any. Usage: run_page PAGE PROGRAM
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

struct Block {
  std::string language;
  std::string attribute;  // "run", "file=..."
  std::vector<std::string> lines;
  std::size_t line = 0;  // of the page, where it begins
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<Block> blocks_of(const fs::path& page) {
  std::ifstream in(page);
  if (!in) throw std::runtime_error("cannot read " + page.string());
  std::vector<Block> blocks;
  bool inside = false;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.starts_with("```")) {
      inside = !inside;
      if (!inside) continue;
      Block block;
      std::istringstream head(line.substr(3));
      head >> block.language >> block.attribute;
      block.line = number;
      blocks.push_back(block);
    } else if (inside) {
      blocks.back().lines.push_back(line);
    }
  }
  if (inside) throw std::runtime_error("a block is never closed");
  return blocks;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

void write(const fs::path& path, const std::string& text) {
  if (path.has_parent_path()) fs::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

std::string normal(std::string text) {
  static const std::array<std::pair<std::regex, const char*>, 4> rules = {{
      {std::regex(R"(\d+(\.\d+)? (µs|ms|s)\b)"), "<duration>"},
      {std::regex(R"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?Z?)"), "<time>"},
      {std::regex(R"(SQLite \d+\.\d+\.\d+)"), "SQLite <version>"},
      {std::regex(R"(\s+$)"), ""},
  }};
  for (const auto& [pattern, replacement] : rules) text = std::regex_replace(text, pattern, replacement);
  return text;
}

// Whether `actual` is what `expected` says, "..." standing for any lines.
bool matches(const std::vector<std::string>& expected, std::size_t e, const std::vector<std::string>& actual,
             std::size_t a) {
  if (e == expected.size()) return a == actual.size();
  if (expected[e] == "...") {
    for (std::size_t next = a; next <= actual.size(); ++next)
      if (matches(expected, e + 1, actual, next)) return true;
    return false;
  }
  return a < actual.size() && normal(expected[e]) == normal(actual[a]) && matches(expected, e + 1, actual, a + 1);
}

std::string output_of(const std::string& command) {
  FILE* pipe = ::popen(("{ " + command + "\n} 2>&1").c_str(), "r");
  if (!pipe) throw std::runtime_error("cannot start a shell");
  std::string output;
  std::array<char, 4096> buffer;
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), n);
  ::pclose(pipe);
  return output;
}

class Page {
 public:
  explicit Page(std::string name) : name_(std::move(name)) {}

  void run(const Block& block) {
    if (block.attribute.starts_with("file=")) {
      write(block.attribute.substr(5), joined(block.lines));
      ++examples_;
    } else if (block.language == "console") {
      run_console(block);
    } else if (block.language == "lua" && block.attribute == "run") {
      run_body(block);
    } else if (block.language == "lua") {
      fail(block.line, "a Lua block that is not run: give it \"run\" or \"file=...\"");
    }
  }

  int finish() const {
    if (examples_ == 0) {
      std::cerr << name_ << ": no example was found\n";
      return 1;
    }
    std::cout << name_ << ": " << examples_ << " examples, " << failures_ << " failures\n";
    return failures_ == 0 ? 0 : 1;
  }

 private:
  void run_console(const Block& block) {
    for (std::size_t i = 0; i < block.lines.size();) {
      const std::size_t line = block.line + i + 1;
      if (!block.lines[i].starts_with("$ ")) {
        fail(line, "a console block begins with a command: $ ...");
        return;
      }
      const std::string command = block.lines[i++].substr(2);
      std::vector<std::string> expected;
      while (i < block.lines.size() && !block.lines[i].starts_with("$ ")) expected.push_back(block.lines[i++]);
      const std::vector<std::string> actual = lines_of(output_of(command));
      ++examples_;
      if (!matches(expected, 0, actual, 0))
        fail(line, "$ " + command + "\n--- the page says\n" + joined(expected) + "--- it printed\n" + joined(actual));
    }
  }

  // A revision of its own on top of the ones before it, in a project beside the page's own.
  void run_body(const Block& block) {
    const fs::path folder = fs::current_path() / "snippets";
    if (bodies_ == 0) write(folder / "migrate.toml", "[luamigrate]\nurl = \"sqlite:///snippets.db\"\n");
    const std::string id = "s" + std::to_string(1000 + ++bodies_);
    const std::string down = bodies_ == 1 ? "nil" : "\"s" + std::to_string(1000 + bodies_ - 1) + "\"";
    std::string text = "--- " + id + "\nrevision = \"" + id + "\"\ndown_revision = " + down + "\nfunction upgrade()\n";
    text += joined(block.lines) + "end\n";
    write(folder / "versions" / (id + ".lua"), text);
    const std::string command = "luamigrate -c snippets/migrate.toml -q upgrade head";
    const std::string output = output_of(command + " && echo done");
    ++examples_;
    if (output != "done\n") fail(block.line, "the snippet failed:\n" + output);
  }

  void fail(std::size_t line, const std::string& what) {
    ++failures_;
    std::cerr << name_ << ":" << line << ": " << what << "\n";
  }

  std::string name_;
  int examples_ = 0;
  int failures_ = 0;
  int bodies_ = 0;
};

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) throw std::runtime_error("usage: run_page PAGE PROGRAM");
  const fs::path page_file = fs::absolute(argv[1]);
  const fs::path program = fs::absolute(argv[2]);
  std::string folder = (fs::temp_directory_path() / "luamigrate-docs-XXXXXX").string();
  if (!::mkdtemp(folder.data())) throw std::runtime_error("cannot make a temporary folder");
  const char* path = std::getenv("PATH");
  ::setenv("PATH", (program.parent_path().string() + ":" + (path ? path : "/usr/bin:/bin")).c_str(), 1);
  for (const char* variable : {"DATABASE_URL", "LUAMIGRATE_CONFIG", "LUAMIGRATE_ENV"}) ::unsetenv(variable);
  const std::vector<Block> blocks = blocks_of(page_file);
  fs::current_path(folder);
  Page page(page_file.filename().string());
  for (const Block& block : blocks) page.run(block);
  fs::current_path("/");
  fs::remove_all(folder);
  return page.finish();
} catch (const std::exception& error) {
  std::cerr << "run_page: " << error.what() << "\n";
  return 2;
}
