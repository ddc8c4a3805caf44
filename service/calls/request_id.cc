#include "service/calls/request_id.h"

#include <algorithm>
#include <cstdint>

#include "absl/random/random.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace counterpoint::service {
namespace {

constexpr std::size_t kLongest = 64;

bool IsPlain(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == '-';
}

}  // namespace

std::string RequestIdOr(absl::string_view sent) {
  if (!sent.empty() && sent.size() <= kLongest && std::all_of(sent.begin(), sent.end(), IsPlain)) {
    return std::string(sent);
  }
  thread_local absl::InsecureBitGen random;
  return absl::StrCat(absl::Hex(absl::Uniform<std::uint64_t>(random), absl::kZeroPad16));
}

}  // namespace counterpoint::service
