#include "clients/cli/member_source.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "clients/cli/json.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/row_mapper.h"

namespace counterpoint::cli {
namespace {

class JsonLines : public MemberSource {
 public:
  explicit JsonLines(std::istream* in) : in_(in) {}

  absl::StatusOr<std::optional<SourceItem>> Next() override {
    std::string text;
    while (std::getline(*in_, text)) {
      ++line_;
      if (line_ == 1 && text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
      if (!absl::StripAsciiWhitespace(text).empty()) return SourceItem{line_, Parse(text), 0};
    }
    return std::nullopt;
  }

 private:
  static absl::StatusOr<v1::Member> Parse(const std::string& text) {
    v1::Member member;
    if (absl::Status status = FromJson(text, &member); !status.ok()) return status;
    if (member.name().empty()) return absl::InvalidArgumentError("name: is required");
    member.set_name("members/" + IdOf(member.name()));
    member.clear_etag();
    member.clear_create_time();
    member.clear_update_time();
    return member;
  }

  std::istream* in_;
  int64_t line_ = 0;
};

class CsvRows : public MemberSource {
 public:
  CsvRows(CsvReader reader, size_t columns, Mapping mapping)
      : reader_(reader), columns_(columns), mapping_(std::move(mapping)) {}

  absl::StatusOr<std::optional<SourceItem>> Next() override {
    const auto record = reader_.Next();
    if (!record.ok()) return record.status();
    if (!record->has_value()) return std::nullopt;
    auto mapped = MapRow(mapping_, columns_, (*record)->fields);
    if (!mapped.ok()) return SourceItem{(*record)->line, mapped.status(), 0};
    return SourceItem{(*record)->line, std::move(mapped->member), mapped->truncated};
  }

 private:
  CsvReader reader_;
  const size_t columns_;
  const Mapping mapping_;
};

}  // namespace

std::unique_ptr<MemberSource> JsonLinesSource(std::istream* in) {
  return std::make_unique<JsonLines>(in);
}

absl::StatusOr<std::unique_ptr<MemberSource>> CsvSource(std::istream* in, Mapping mapping) {
  CsvReader reader(in);
  const auto header = reader.Next();
  if (!header.ok()) return header.status();
  if (!header->has_value()) return absl::InvalidArgumentError("the file is empty");
  const std::vector<std::string>& columns = (*header)->fields;
  if (absl::Status status = BindMapping(columns, &mapping); !status.ok()) return status;
  return std::make_unique<CsvRows>(reader, columns.size(), std::move(mapping));
}

}  // namespace counterpoint::cli
