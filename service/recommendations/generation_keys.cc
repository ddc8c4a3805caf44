#include "service/recommendations/generation_keys.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace counterpoint::service {
namespace {

constexpr std::size_t kNumberDigits = 9;
// More steps than an alliance will ever see.
constexpr std::int64_t kLastSequence = 999'999'999'999;

}  // namespace

std::string GenerationRecordId(int number) { return absl::StrFormat("%09d", number); }

std::optional<int> GenerationNumberOf(absl::string_view record_id) {
  int number = 0;
  if (record_id.size() < kNumberDigits ||
      !absl::SimpleAtoi(record_id.substr(0, kNumberDigits), &number)) {
    return std::nullopt;
  }
  return number;
}

std::string GenerationPartId(int number, GenerationPart part, int block) {
  return absl::StrCat(GenerationPartPrefix(number, part), absl::StrFormat("%06d", block));
}

std::optional<GenerationPartKey> ParseGenerationPartId(absl::string_view id) {
  const auto number = GenerationNumberOf(id);
  if (!number || id.size() < kNumberDigits + 3 || id[kNumberDigits] != '/') return std::nullopt;
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
