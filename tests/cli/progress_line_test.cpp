#include "cli/progress_line.h"

#include <catch2/catch.hpp>
#include <sstream>

using namespace luamigrate::cli;
using namespace std::chrono_literals;

namespace {

std::chrono::steady_clock::time_point now;

std::chrono::steady_clock::time_point fake_now() {
  return now;
}

std::size_t width = 0;

std::size_t fake_width() {
  return width;
}

TEST_CASE("a terminal's line is drawn again and again, and taken away at the end") {
  std::ostringstream out;
  ProgressLine line(out, ProgressForm::line, Style(false), &fake_now, &fake_width);
  line.show("users", 0, 1'000'000, false);
  CHECK(out.str().empty());
  now += 2s;
  line.show("users", 400'000, 1'000'000, false);
  CHECK(out.str() == "\rusers  █████████░░░░░░░░░░░░░░░  40%  400,000 of 1,000,000  200,000/s  3.0 s left\x1b[K");
  out.str("");
  now += 50ms;
  line.show("users", 500'000, 1'000'000, false);
  CHECK(out.str().empty());
  now += 1s;
  line.show("users", 1'000'000, 1'000'000, true);
  CHECK(out.str() == "\r\x1b[K");
}

TEST_CASE("a line is no wider than the terminal, which may change") {
  std::ostringstream out;
  ProgressLine line(out, ProgressForm::line, Style(false), &fake_now, &fake_width);
  const auto drawn = [&](std::size_t cells) {
    width = cells;
    line.show("Ørders 漢字 and more", 0, 1'000'000, false);
    now += 2s;
    out.str("");
    line.show("Ørders 漢字 and more", 400'000, 1'000'000, false);
    const std::string text = out.str();
    line.show("Ørders 漢字 and more", 400'000, 1'000'000, true);
    width = 0;
    return text.substr(1, text.size() - 4);
  };
  const std::string numbers = "  40%  400,000 of 1,000,000  200,000/s  3.0 s left";
  CHECK(drawn(100) == "Ørders 漢字 and more  █████████░░░░░░░░░░░░░░░" + numbers);
  CHECK(drawn(82) == "Ørders 漢字 and more  ███░░░░░░" + numbers);
  CHECK(drawn(75) == "Ørders 漢字 and more" + numbers);
  CHECK(drawn(60) == "Ørders …" + numbers);
  CHECK(drawn(30) == "  40%  400,000 of 1,000,000 …");
  CHECK(drawn(1).empty());
}

TEST_CASE("without a terminal there is a line now and then, and none for what is quick") {
  std::ostringstream out;
  ProgressLine line(out, ProgressForm::lines, Style(false), &fake_now, &fake_width);
  line.show("users", 0, {}, false);
  now += 1s;
  line.show("users", 10, {}, true);
  CHECK(out.str().empty());
  line.show("users", 0, {}, false);
  now += 20s;
  line.show("users", 2'000, {}, false);
  now += 1s;
  line.show("users", 2'100, {}, false);
  line.show("users", 2'100, {}, true);
  CHECK(out.str() == "users  2,000  100/s\nusers  2,100  100/s\n");
}

TEST_CASE("as JSON each line is a document") {
  std::ostringstream out;
  ProgressLine line(out, ProgressForm::json, Style(false), &fake_now, &fake_width);
  line.show("a \"b\"", 0, {}, false);
  now += 1s;
  line.show("a \"b\"", 5, 10, false);
  line.show("a \"b\"", 10, 10, true);
  CHECK(out.str() ==
        R"({"progress":{"label":"a \"b\"","count":5,"total":10,"done":false}}
{"progress":{"label":"a \"b\"","count":10,"total":10,"done":true}}
)");
}

}  // namespace
