#include "base/sha256.h"

#include <catch2/catch.hpp>

using namespace luamigrate::base;

TEST_CASE("digests are those of the standards") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(md5_hex("abc") == "900150983cd24fb0d6963f7d28e17f72");
}

TEST_CASE("random digits have the length asked for and differ each time") {
  CHECK(random_hex(0).empty());
  CHECK(random_hex(300).size() == 600);
  CHECK(random_hex(6).find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(random_hex(16) != random_hex(16));
}
