// Values as numbered fields, in the protobuf wire format: an integer field is a
// `sint64`, a bytes field is `bytes`. A reader passes over numbers that it does
// not know, and a field that is missing has its default.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace counterpoint::storage {

// Appends fields to a value. Borrows the value.
class FieldWriter {
 public:
  explicit FieldWriter(std::string& value) : value_(value) {}

  void Integer(std::uint32_t number, std::int64_t integer);
  void Bytes(std::uint32_t number, absl::string_view bytes);

 private:
  void Varint(std::uint64_t v);

  std::string& value_;
};

// Walks over the fields of a value. Borrows the value.
class FieldReader {
 public:
  explicit FieldReader(absl::string_view value) : rest_(value) {}

  // Moves to the next field; false after the last one or where the value is
  // damaged.
  bool Next();
  bool damaged() const { return damaged_; }

  std::uint32_t number() const { return number_; }
  // 0 for a bytes field.
  std::int64_t integer() const { return integer_; }
  // Empty for an integer field.
  absl::string_view bytes() const { return bytes_; }

 private:
  bool Varint(std::uint64_t& v);
  bool Field();

  absl::string_view rest_;
  bool damaged_ = false;
  std::uint32_t number_ = 0;
  std::int64_t integer_ = 0;
  absl::string_view bytes_;
};

}  // namespace counterpoint::storage
