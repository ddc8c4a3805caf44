#include "service/recommendations/generation_keys.h"

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace counterpoint::service {
namespace {

constexpr std::size_t kNumberDigits = 9;
// More steps than an alliance will ever see.
constexpr std::int64_t kLastSequence = 999'999'999'999;

// The number that is written with all its digits.
std::optional<int> NumberIn(absl::string_view digits) {
  const bool are_digits = absl::c_all_of(
      digits, [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
  int number = 0;
  if (digits.size() != kNumberDigits || !are_digits || !absl::SimpleAtoi(digits, &number)) {
    return std::nullopt;
  }
  return number;
}

}  // namespace

std::string GenerationRecordId(int number) { return absl::StrFormat("%09d", number); }

std::optional<int> GenerationNumberOf(absl::string_view record_id) { return NumberIn(record_id); }

std::string GenerationPartId(int number, GenerationPart part, int block) {
  return absl::StrCat(GenerationPartPrefix(number, part), absl::StrFormat("%06d", block));
}

std::optional<GenerationPartKey> ParseGenerationPartId(absl::string_view id) {
  const auto number = NumberIn(id.substr(0, kNumberDigits));
  if (!number || id.size() < kNumberDigits + 3 || id[kNumberDigits] != '/' ||
      id[kNumberDigits + 2] != '/') {
    return std::nullopt;
  }
  return GenerationPartKey{*number, static_cast<GenerationPart>(id[kNumberDigits + 1])};
}

std::string GenerationPartPrefix(int number) {
  return absl::StrCat(GenerationRecordId(number), "/");
}

std::string GenerationPartPrefix(int number, GenerationPart part) {
  return absl::StrCat(GenerationPartPrefix(number), std::string(1, static_cast<char>(part)), "/");
}

std::string PublicationRecordId(std::int64_t sequence) {
  return absl::StrFormat("%012d", kLastSequence - sequence);
}

}  // namespace counterpoint::service
