#include "service/gateway/envelope.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace counterpoint::service::gateway {
namespace {

constexpr std::size_t kHeaderBytes = 5;

std::uint32_t LengthAt(const std::string& bytes, std::size_t begin) {
  std::uint32_t length = 0;
  for (std::size_t i = 1; i < kHeaderBytes; ++i) {
    length = length << 8 | static_cast<std::uint8_t>(bytes[begin + i]);
  }
  return length;
}

}  // namespace

std::string Framed(std::uint8_t flags, absl::string_view payload) {
  std::string framed;
  framed.reserve(kHeaderBytes + payload.size());
  framed.push_back(static_cast<char>(flags));
  const auto length = static_cast<std::uint32_t>(payload.size());
  for (int shift = 24; shift >= 0; shift -= 8) {
    framed.push_back(static_cast<char>(length >> shift & 0xff));
  }
  framed.append(payload.data(), payload.size());
  return framed;
}

absl::StatusOr<std::optional<Envelope>> EnvelopeReader::Next() {
  if (bytes_.size() - begin_ < kHeaderBytes) return std::nullopt;
  const std::size_t length = LengthAt(bytes_, begin_);
  if (length > most_bytes_) {
    return absl::ResourceExhaustedError(
        absl::StrCat("a message has ", length, " bytes; at most ", most_bytes_, " are taken"));
  }
  if (bytes_.size() - begin_ < kHeaderBytes + length) {
    bytes_.erase(0, begin_);
    begin_ = 0;
    return std::nullopt;
  }
  Envelope envelope{static_cast<std::uint8_t>(bytes_[begin_]),
                    bytes_.substr(begin_ + kHeaderBytes, length)};
  begin_ += kHeaderBytes + length;
  return envelope;
}

}  // namespace counterpoint::service::gateway
