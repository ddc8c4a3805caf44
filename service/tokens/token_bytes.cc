#include "service/tokens/token_bytes.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "service/tokens/fingerprint.h"

namespace counterpoint::service {
namespace {

constexpr std::size_t kNumberBytes = 8;

std::uint64_t NumberAt(const std::string& bytes, std::size_t position) {
  std::uint64_t value = 0;
  for (std::size_t i = kNumberBytes; i > 0; --i) {
    value = value << 8 | static_cast<unsigned char>(bytes[position + i - 1]);
  }
  return value;
}

}  // namespace

void TokenWriter::Number(std::uint64_t value) {
  for (std::size_t i = 0; i < kNumberBytes; ++i) {
    bytes_.push_back(static_cast<char>(value >> (8 * i) & 0xff));
  }
}

void TokenWriter::String(absl::string_view value) {
  Number(value.size());
  bytes_.append(value.data(), value.size());
}

std::string TokenWriter::Finish() && {
  Number(Fingerprint(bytes_));
  return absl::WebSafeBase64Escape(bytes_);
}

std::optional<TokenReader> TokenReader::Open(absl::string_view token) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(token, &bytes) || bytes.size() < kNumberBytes) {
    return std::nullopt;
  }
  // The last character may have bits to spare, which have to be as they were.
  if (absl::WebSafeBase64Escape(bytes) != token) return std::nullopt;
  const std::size_t size = bytes.size() - kNumberBytes;
  if (NumberAt(bytes, size) != Fingerprint(absl::string_view(bytes).substr(0, size))) {
    return std::nullopt;
  }
  bytes.resize(size);
  return TokenReader(std::move(bytes));
}

bool TokenReader::Number(std::uint64_t& value) {
  if (bytes_.size() - position_ < kNumberBytes) return false;
  value = NumberAt(bytes_, position_);
  position_ += kNumberBytes;
  return true;
}

bool TokenReader::Number(std::int64_t& value) {
  std::uint64_t bits = 0;
  if (!Number(bits)) return false;
  value = static_cast<std::int64_t>(bits);
  return true;
}

bool TokenReader::String(std::string& value) {
  std::uint64_t size = 0;
  if (!Number(size) || bytes_.size() - position_ < size) return false;
  value = bytes_.substr(position_, size);
  position_ += size;
  return true;
}

}  // namespace counterpoint::service
