// A fuzzer's bytes as choices: numbers and texts that a structure is made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "absl/strings/string_view.h"

namespace counterpoint::fuzz {

// Takes bytes from the front; once they are used up everything is 0 and empty. Equal
// bytes give equal choices. Borrows the bytes. Not thread-safe.
class ByteSource {
 public:
  ByteSource(const std::uint8_t* data, std::size_t size)
      : rest_(reinterpret_cast<const char*>(data), size) {}
  explicit ByteSource(absl::string_view bytes) : rest_(bytes) {}

  bool empty() const { return rest_.empty(); }
  absl::string_view rest() const { return rest_; }

  std::uint8_t Byte() { return Number<std::uint8_t>(); }
  bool Coin() { return (Byte() & 1) != 0; }
  template <typename T>
  T Number() {
    T number = 0;
    const std::size_t bytes = rest_.size() < sizeof(T) ? rest_.size() : sizeof(T);
    std::memcpy(&number, rest_.data(), bytes);
    rest_.remove_prefix(bytes);
    return number;
  }
  // One of 0 to `count` - 1. REQUIRES: 1 <= count <= 65,536.
  std::size_t Below(std::size_t count) {
    return (count <= 256 ? Byte() : Number<std::uint16_t>()) % count;
  }
  // A length of one byte and that many bytes, as far as there are any.
  std::string Text() {
    const std::size_t wanted = Byte();
    const std::size_t size = wanted < rest_.size() ? wanted : rest_.size();
    std::string text(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return text;
  }

 private:
  absl::string_view rest_;
};

}  // namespace counterpoint::fuzz
