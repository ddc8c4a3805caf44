#include "clients/cli/csv_reader.h"

#include <unicode/utf8.h>

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace counterpoint::cli {
namespace {

constexpr int kEnd = std::char_traits<char>::eof();

bool IsUtf8(const std::string& text) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < size;) {
    UChar32 character;
    U8_NEXT(bytes, at, size, character);
    if (character < 0) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<std::optional<CsvRecord>> CsvReader::Next() {
  SkipByteOrderMark();
  while (in_->peek() != kEnd) {
    CsvRecord record{line_, {}};
    const bool quoted = in_->peek() == '"';
    for (bool more = true; more;) {
      std::string field;
      const absl::StatusOr<Separator> separator = ReadField(&field);
      if (!separator.ok()) return separator.status();
      record.fields.push_back(std::move(field));
      more = *separator == Separator::kComma;
    }
    if (!std::all_of(record.fields.begin(), record.fields.end(), IsUtf8)) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", record.line, ": is not in UTF-8; save the file as UTF-8"));
    }
    const bool empty_line = record.fields.size() == 1 && record.fields[0].empty() && !quoted;
    if (!empty_line) return record;
  }
  return std::nullopt;
}

absl::StatusOr<CsvReader::Separator> CsvReader::ReadField(std::string* field) {
  if (in_->peek() == '"') return ReadQuoted(field);
  while (true) {
    const int character = Get();
    if (const auto separator = AsSeparator(character)) return *separator;
    field->push_back(static_cast<char>(character));
  }
}

absl::StatusOr<CsvReader::Separator> CsvReader::ReadQuoted(std::string* field) {
  const int64_t opened = line_;
  Get();
  while (true) {
    const int character = Get();
    if (character == kEnd) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", opened, ": the quote that opens here is never closed"));
    }
    if (character != '"') {
      field->push_back(static_cast<char>(character));
      continue;
    }
    const int next = Get();
    if (next == '"') {
      field->push_back('"');
      continue;
    }
    if (const auto separator = AsSeparator(next)) return *separator;
    return absl::InvalidArgumentError(
        absl::StrCat("line ", line_, ": text after a closing quote; double the quotes inside"));
  }
}

std::optional<CsvReader::Separator> CsvReader::AsSeparator(int character) {
  if (character == ',') return Separator::kComma;
  if (character == '\n') return Separator::kLine;
  if (character == kEnd) return Separator::kEnd;
  if (character == '\r' && (in_->peek() == '\n' || in_->peek() == kEnd)) {
    Get();
    return Separator::kLine;
  }
  return std::nullopt;
}

int CsvReader::Get() {
  const int character = in_->get();
  line_ += character == '\n';
  return character;
}

void CsvReader::SkipByteOrderMark() {
  if (begun_) return;
  begun_ = true;
  for (const int byte : {0xEF, 0xBB, 0xBF}) {
    if (in_->peek() != byte) return;
    in_->get();
  }
}

}  // namespace counterpoint::cli
