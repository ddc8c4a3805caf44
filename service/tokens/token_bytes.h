// The bytes of tokens: fields one after the other, a checksum, base64url.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace counterpoint::service {

// Puts a token together. Numbers take eight bytes, the least significant first;
// a string its length as a number, then its bytes. Not thread-safe.
class TokenWriter {
 public:
  void Number(std::uint64_t value);
  void String(absl::string_view value);
  // Adds the checksum, as a number, and returns the token.
  std::string Finish() &&;

 private:
  std::string bytes_;
};

// Takes a token apart in the order in which it was put together. Not
// thread-safe.
class TokenReader {
 public:
  // Nothing where the text is no token or the checksum is wrong.
  static std::optional<TokenReader> Open(absl::string_view token);

  // False, and the reader is of no more use, where there is no such field.
  bool Number(std::uint64_t& value);
  bool Number(std::int64_t& value);
  bool String(std::string& value);
  bool AtEnd() const { return position_ == bytes_.size(); }

 private:
  explicit TokenReader(std::string bytes) : bytes_(std::move(bytes)) {}

  std::string bytes_;
  std::size_t position_ = 0;
};

}  // namespace counterpoint::service
