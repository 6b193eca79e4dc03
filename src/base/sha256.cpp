#include "base/sha256.h"

#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "luamigrate/error.h"

namespace luamigrate::base {
namespace {

std::string hex(const unsigned char* bytes, std::size_t count) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(count * 2);
  for (std::size_t i = 0; i < count; ++i) {
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 15];
  }
  return text;
}

std::string digest_hex(std::string_view bytes, const EVP_MD* algorithm) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest, &size, algorithm, nullptr) != 1)
    throw Error(ErrorKind::internal, "the cryptographic library cannot make a digest");
  return hex(digest, size);
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  return digest_hex(bytes, EVP_sha256());
}

std::string md5_hex(std::string_view bytes) {
  return digest_hex(bytes, EVP_md5());
}

std::string random_hex(std::size_t count) {
  std::vector<unsigned char> bytes(count);
  for (std::size_t done = 0; done < count;) {
    const std::size_t piece = std::min<std::size_t>(count - done, 256);  // the most that getentropy gives at once
    if (getentropy(bytes.data() + done, piece) != 0)
      throw Error(ErrorKind::internal, "the system has no random source");
    done += piece;
  }
  return hex(bytes.data(), count);
}

}  // namespace luamigrate::base
