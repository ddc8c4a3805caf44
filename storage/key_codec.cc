#include "storage/key_codec.h"

namespace counterpoint::storage {
namespace {

constexpr char kEscape = '\x00';
constexpr char kEscapedZero = '\xFF';
constexpr char kTerminator = '\x01';
constexpr std::uint64_t kSignBit = std::uint64_t{1} << 63;

}  // namespace

void AppendString(absl::string_view value, std::string& key) {
  for (const char c : value) {
    key.push_back(c);
    if (c == kEscape) key.push_back(kEscapedZero);
  }
  key.push_back(kEscape);
  key.push_back(kTerminator);
}

void AppendUnsigned(std::uint64_t value, std::string& key) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    key.push_back(static_cast<char>(static_cast<std::uint8_t>(value >> shift)));
  }
}

void AppendSigned(std::int64_t value, std::string& key) {
  AppendUnsigned(static_cast<std::uint64_t>(value) ^ kSignBit, key);
}

void AppendByte(std::uint8_t value, std::string& key) { key.push_back(static_cast<char>(value)); }

std::string AfterString(absl::string_view key) {
  std::string after(key);
  after.back() = kTerminator + 1;
  return after;
}

bool KeyReader::ReadString(std::string& value) {
  value.clear();
  for (std::size_t i = 0; i < rest_.size(); ++i) {
    if (rest_[i] != kEscape) {
      value.push_back(rest_[i]);
      continue;
    }
    if (++i == rest_.size()) return false;
    if (rest_[i] == kTerminator) {
      rest_.remove_prefix(i + 1);
      return true;
    }
    if (rest_[i] != kEscapedZero) return false;
    value.push_back(kEscape);
  }
  return false;
}

bool KeyReader::ReadUnsigned(std::uint64_t& value) {
  if (rest_.size() < sizeof(value)) return false;
  value = 0;
  for (std::size_t i = 0; i < sizeof(value); ++i) {
    value = value << 8 | static_cast<std::uint8_t>(rest_[i]);
  }
  rest_.remove_prefix(sizeof(value));
  return true;
}

bool KeyReader::ReadSigned(std::int64_t& value) {
  std::uint64_t flipped = 0;
  if (!ReadUnsigned(flipped)) return false;
  value = static_cast<std::int64_t>(flipped ^ kSignBit);
  return true;
}

bool KeyReader::ReadByte(std::uint8_t& value) {
  if (rest_.empty()) return false;
  value = static_cast<std::uint8_t>(rest_.front());
  rest_.remove_prefix(1);
  return true;
}

}  // namespace counterpoint::storage
