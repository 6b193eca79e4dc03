#include "config/dotenv.h"

#include <catch2/catch.hpp>

#include "base/file.h"
#include "luamigrate/error.h"
#include "support/temporary_folder.h"

using namespace luamigrate;
using namespace luamigrate::config;

namespace {

using Variables = std::map<std::string, std::string>;

Variables read(std::string_view text) {
  const test::TemporaryFolder folder;
  base::write_file(folder.path() / ".env", text);
  return read_dotenv(folder.path() / ".env");
}

// The line of what is refused; 0: nothing is.
int refused_line(std::string_view text) {
  try {
    read(text);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::config);
    // What stands in the line may be a secret.
    CHECK((error.message() + error.hint()).find("hunter2") == std::string::npos);
    return error.facts().line;
  }
  return 0;
}

}  // namespace

TEST_CASE("plain values end at the line or at a comment") {
  CHECK(read("A=one\n  B = two words \nC=\nD=x # comment\nE=x\t# comment\nF= # comment\nG=#\nH=a#b#c\n") ==
        Variables{
            {"A", "one"}, {"B", "two words"}, {"C", ""}, {"D", "x"}, {"E", "x"}, {"F", ""}, {"G", ""}, {"H", "a#b#c"}});
}

TEST_CASE("quotes keep white space and #; only double ones know escapes") {
  CHECK(read(R"(A=" x # y "
B='a\n"b'
C="a\n\t\"\\$"
D="" # comment
E='x'# comment
)") == Variables{{"A", " x # y "}, {"B", "a\\n\"b"}, {"C", "a\n\t\"\\$"}, {"D", ""}, {"E", "x"}});
}

TEST_CASE("shells may read the same file: export, comments, empty lines, Windows line ends, the last one wins") {
  CHECK(read("# comment\r\n\r\nexport A=1\r\nexport\tB='2'\r\nA=3") == Variables{{"A", "3"}, {"B", "2"}});
}

TEST_CASE("what is no assignment is refused by its line, without showing it") {
  CHECK(refused_line("A=1\nhunter2\n") == 2);
  CHECK(refused_line("=hunter2\n") == 1);
  CHECK(refused_line("1A=hunter2\n") == 1);
  CHECK(refused_line("A-B=hunter2\n") == 1);
  CHECK(refused_line("A=\"hunter2\n") == 1);
  CHECK(refused_line("A='hunter2\n") == 1);
  CHECK(refused_line("A=\"hunter2\"x\n") == 1);
  CHECK(refused_line("A='hunter2'x\n") == 1);
}

TEST_CASE("no file, or a folder of that name, has no variables") {
  const test::TemporaryFolder folder;
  CHECK(read_dotenv(folder.path() / ".env") == Variables{});
  std::filesystem::create_directory(folder.path() / ".env");
  CHECK(read_dotenv(folder.path() / ".env") == Variables{});
}
