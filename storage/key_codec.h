// Keys whose bytes sort as the values that they are made of.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace counterpoint::storage {

// A string, any bytes, with a terminator: 0x00 becomes 0x00 0xFF and the end is
// 0x00 0x01, so that a string sorts before every longer one that begins with it.
void AppendString(absl::string_view value, std::string& key);
// Eight bytes, the most significant first.
void AppendUnsigned(std::uint64_t value, std::string& key);
// As AppendUnsigned with the sign bit flipped: negative values come first.
void AppendSigned(std::int64_t value, std::string& key);
void AppendByte(std::uint8_t value, std::string& key);

// Turns a key that ends with a string into the first key after all that begin
// with the same parts. REQUIRES: AppendString made the end of `key`.
std::string AfterString(absl::string_view key);

// Takes a key apart in the order in which it was put together. Borrows the key.
// Each method returns false, and the reader is of no more use, where the key
// does not hold such a part.
class KeyReader {
 public:
  explicit KeyReader(absl::string_view key) : rest_(key) {}

  bool ReadString(std::string& value);
  bool ReadUnsigned(std::uint64_t& value);
  bool ReadSigned(std::int64_t& value);
  bool ReadByte(std::uint8_t& value);
  bool AtEnd() const { return rest_.empty(); }

 private:
  absl::string_view rest_;
};

}  // namespace counterpoint::storage
