#include "service/conversion/etag.h"

#include <charconv>

namespace counterpoint::conversion {
namespace {

constexpr int kBase = 36;
constexpr int kMostDigits = 13;  // Of the largest revision.

}  // namespace

std::string EtagOf(std::int64_t revision) {
  char text[1 + kMostDigits] = {'r'};
  const auto written = std::to_chars(text + 1, text + sizeof text, revision, kBase);
  return std::string(text, written.ptr);
}

std::optional<std::int64_t> RevisionOf(absl::string_view etag) {
  if (etag.empty() || etag.front() != 'r') return std::nullopt;
  std::int64_t revision = 0;
  const auto read = std::from_chars(etag.data() + 1, etag.data() + etag.size(), revision, kBase);
  if (read.ec != std::errc() || revision < 0) return std::nullopt;
  // Rules out every spelling but the one that was given: capitals, leading
  // zeros, anything after the number.
  if (EtagOf(revision) != etag) return std::nullopt;
  return revision;
}

}  // namespace counterpoint::conversion
