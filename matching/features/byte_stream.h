// Reading and writing of derived data. The form is the machine's own: derived
// data never leaves the machine that made it.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

#include "absl/strings/string_view.h"

namespace counterpoint::matching {

class ByteWriter {
 public:
  template <typename T>
  void Put(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof(T));
  }
  // A count, then that many values.
  template <typename T>
  void PutAll(const T* values, std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    Put(static_cast<std::uint32_t>(count));
    bytes_.append(reinterpret_cast<const char*>(values), count * sizeof(T));
  }
  void PutAll(absl::string_view text) { PutAll(text.data(), text.size()); }
  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Once a read fails, all later ones do, so it is enough to ask at the end.
class ByteReader {
 public:
  explicit ByteReader(absl::string_view bytes) : rest_(bytes) {}

  template <typename T>
  T Get() {
    T value{};
    if (rest_.size() < sizeof(T)) {
      failed_ = true;
    } else {
      std::memcpy(&value, rest_.data(), sizeof(T));
      rest_.remove_prefix(sizeof(T));
    }
    return value;
  }
  // Sequence is a std::string or a std::vector of trivially copyable values.
  template <typename Sequence>
  void GetAll(Sequence& values) {
    const std::size_t bytes = Get<std::uint32_t>() * sizeof(typename Sequence::value_type);
    if (failed_ || rest_.size() < bytes) {
      failed_ = true;
      return;
    }
    values.resize(bytes / sizeof(typename Sequence::value_type));
    // Neither side of a copy may be null, not even of nothing.
    if (bytes > 0) std::memcpy(values.data(), rest_.data(), bytes);
    rest_.remove_prefix(bytes);
  }
  bool failed() const { return failed_; }
  // True where everything was read and nothing was missing.
  bool Complete() const { return !failed_ && rest_.empty(); }

 private:
  absl::string_view rest_;
  bool failed_ = false;
};

}  // namespace counterpoint::matching
