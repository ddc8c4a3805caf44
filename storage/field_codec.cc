#include "storage/field_codec.h"

#include <limits>

namespace counterpoint::storage {
namespace {

// Wire types of protobuf.
constexpr std::uint64_t kVarint = 0;
constexpr std::uint64_t kLengthDelimited = 2;

// Small values of either sign become small unsigned ones.
std::uint64_t ZigZag(std::int64_t v) {
  return static_cast<std::uint64_t>(v) << 1 ^ static_cast<std::uint64_t>(v >> 63);
}

std::int64_t UnZigZag(std::uint64_t v) {
  return static_cast<std::int64_t>(v >> 1 ^ (~(v & 1) + 1));
}

}  // namespace

void FieldWriter::Varint(std::uint64_t v) {
  while (v >= 0x80) {
    value_.push_back(static_cast<char>(v | 0x80));
    v >>= 7;
  }
  value_.push_back(static_cast<char>(v));
}

void FieldWriter::Integer(std::uint32_t number, std::int64_t integer) {
  Varint(std::uint64_t{number} << 3 | kVarint);
  Varint(ZigZag(integer));
}

void FieldWriter::Bytes(std::uint32_t number, absl::string_view bytes) {
  Varint(std::uint64_t{number} << 3 | kLengthDelimited);
  Varint(bytes.size());
  value_.append(bytes.data(), bytes.size());
}

bool FieldReader::Varint(std::uint64_t& v) {
  v = 0;
  for (int shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
    const auto byte = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    v |= std::uint64_t{byte & 0x7Fu} << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

bool FieldReader::Field() {
  integer_ = 0;
  bytes_ = {};
  std::uint64_t tag = 0;
  std::uint64_t v = 0;
  if (!Varint(tag) || tag >> 3 > std::numeric_limits<std::uint32_t>::max() || !Varint(v)) {
    return false;
  }
  number_ = static_cast<std::uint32_t>(tag >> 3);
  switch (tag & 7) {
    case kVarint:
      integer_ = UnZigZag(v);
      return true;
    case kLengthDelimited:
      if (v > rest_.size()) return false;
      bytes_ = rest_.substr(0, v);
      rest_.remove_prefix(v);
      return true;
    default:
      return false;
  }
}

bool FieldReader::Next() {
  if (rest_.empty() || damaged_) return false;
  damaged_ = !Field();
  return !damaged_;
}

}  // namespace counterpoint::storage
