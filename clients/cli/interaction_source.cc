#include "clients/cli/interaction_source.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/csv_reader.h"
#include "clients/cli/moment.h"
#include "clients/cli/resource_names.h"
#include "clients/cli/vocabulary.h"
#include "nlohmann/json.hpp"

namespace counterpoint::cli {
namespace {

using Json = nlohmann::ordered_json;

// By name of the field; what is empty is not there.
using Fields = std::map<std::string, std::string>;

constexpr char kKnownFields[] =
    "id, member, partner, kind, time, rating, reason, agreement, value, token, place";

// The field that a key stands for: its own name, or that in the API's JSON.
// "" for what only the service sets, nothing for an unknown key.
std::optional<std::string> FieldOf(const std::string& key) {
  static const auto* const kFields =
      new std::map<std::string, std::string>{{"id", "id"},
                                             {"name", "id"},
                                             {"member", "member"},
                                             {"partner", "partner"},
                                             {"kind", "kind"},
                                             {"time", "time"},
                                             {"occurTime", "time"},
                                             {"occur_time", "time"},
                                             {"rating", "rating"},
                                             {"reason", "reason"},
                                             {"declineReason", "reason"},
                                             {"decline_reason", "reason"},
                                             {"agreement", "agreement"},
                                             {"agreementType", "agreement"},
                                             {"agreement_type", "agreement"},
                                             {"value", "value"},
                                             {"valueBand", "value"},
                                             {"value_band", "value"},
                                             {"token", "token"},
                                             {"attributionToken", "token"},
                                             {"attribution_token", "token"},
                                             {"place", "place"},
                                             {"staffRule", ""},
                                             {"staff_rule", ""},
                                             {"createTime", ""},
                                             {"create_time", ""}};
  const auto found = kFields->find(key);
  if (found == kFields->end()) return std::nullopt;
  return found->second;
}

absl::Status UnknownField(const std::string& key) {
  return absl::InvalidArgumentError(
      absl::StrCat("unknown field \"", key, "\"; known are ", kKnownFields));
}

absl::Status Set(const std::string& field, const std::string& value, Fields* fields) {
  if (field.empty() || value.empty()) return absl::OkStatus();
  if (!fields->try_emplace(field, value).second) {
    return absl::InvalidArgumentError(absl::StrCat(field, ": is given twice"));
  }
  return absl::OkStatus();
}

// Takes the fields of one item. For one thread.
class FieldReader {
 public:
  explicit FieldReader(const Fields& fields) : fields_(fields) {}

  std::string Text(const std::string& name) const {
    const auto found = fields_.find(name);
    return found == fields_.end() ? "" : found->second;
  }
  // 0 where there is none.
  int Value(const std::string& name, const google::protobuf::EnumDescriptor& vocabulary) {
    if (Text(name).empty()) return 0;
    const auto value = ParseName(vocabulary, Text(name));
    if (!value.ok()) Fail(name, value.status().message());
    return value.value_or(0);
  }
  int Number(const std::string& name, absl::string_view rule) {
    int number = 0;
    if (!Text(name).empty() && !absl::SimpleAtoi(Text(name), &number)) Fail(name, rule);
    return number;
  }
  void Fail(const std::string& name, absl::string_view text) {
    status_.Update(absl::InvalidArgumentError(absl::StrCat(name, ": ", text)));
  }
  // The first that was wrong.
  const absl::Status& status() const { return status_; }

 private:
  const Fields& fields_;
  absl::Status status_;
};

absl::StatusOr<v1::Interaction> InteractionOf(const Fields& fields, const std::string& alliance) {
  FieldReader reader(fields);
  for (const char* name : {"member", "partner"}) {
    if (reader.Text(name).empty()) reader.Fail(name, "is required");
  }
  const std::string member = IdOf(reader.Text("member"));
  const std::string partner = IdOf(reader.Text("partner"));
  v1::Interaction interaction;
  interaction.set_member(MemberName(alliance, member));
  interaction.set_partner(MemberName(alliance, partner));
  const int kind = reader.Value("kind", *v1::InteractionKind_descriptor());
  interaction.set_kind(kind == 0 ? v1::PARTNERSHIP : static_cast<v1::InteractionKind>(kind));
  const std::string id = reader.Text("id").empty()
                             ? InteractionId(interaction.kind(), member, partner)
                             : IdOf(reader.Text("id"));
  interaction.set_name(InteractionName(alliance, id));
  interaction.set_rating(reader.Number("rating", "must be a whole number, 1 to 5"));
  interaction.set_decline_reason(
      static_cast<v1::DeclineReason>(reader.Value("reason", *v1::DeclineReason_descriptor())));
  interaction.set_agreement_type(
      static_cast<v1::AgreementType>(reader.Value("agreement", *v1::AgreementType_descriptor())));
  interaction.set_value_band(
      static_cast<v1::ValueBand>(reader.Value("value", *v1::ValueBand_descriptor())));
  interaction.set_attribution_token(reader.Text("token"));
  interaction.set_place(reader.Number("place", "must be a whole number from 1"));
  if (!reader.Text("time").empty()) {
    const auto time = ParseMoment(reader.Text("time"));
    if (!time.ok()) reader.Fail("time", time.status().message());
    if (time.ok()) *interaction.mutable_occur_time() = *time;
  }
  if (!reader.status().ok()) return reader.status();
  return interaction;
}

class JsonLines : public InteractionSource {
 public:
  JsonLines(std::istream* in, std::string alliance) : in_(in), alliance_(std::move(alliance)) {}

  absl::StatusOr<std::optional<InteractionItem>> Next() override {
    std::string text;
    while (std::getline(*in_, text)) {
      ++line_;
      if (line_ == 1 && text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
      if (!absl::StripAsciiWhitespace(text).empty()) return InteractionItem{line_, Parse(text)};
    }
    return std::nullopt;
  }

 private:
  absl::StatusOr<v1::Interaction> Parse(const std::string& text) const {
    const Json object = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!object.is_object()) return absl::InvalidArgumentError("is no JSON object");
    Fields fields;
    for (const auto& [key, value] : object.items()) {
      const auto field = FieldOf(key);
      if (!field.has_value()) return UnknownField(key);
      const bool is_number = (*field == "rating" || *field == "place") && value.is_number_integer();
      if (!value.is_string() && !is_number) {
        return absl::InvalidArgumentError(absl::StrCat(key, ": must be a text"));
      }
      const absl::Status set =
          Set(*field, is_number ? value.dump() : value.get<std::string>(), &fields);
      if (!set.ok()) return set;
    }
    return InteractionOf(fields, alliance_);
  }

  std::istream* in_;
  const std::string alliance_;
  int64_t line_ = 0;
};

class CsvRows : public InteractionSource {
 public:
  // `columns` has the field of each.
  CsvRows(CsvReader reader, std::vector<std::string> columns, std::string alliance)
      : reader_(reader), columns_(std::move(columns)), alliance_(std::move(alliance)) {}

  absl::StatusOr<std::optional<InteractionItem>> Next() override {
    const auto record = reader_.Next();
    if (!record.ok()) return record.status();
    if (!record->has_value()) return std::nullopt;
    return InteractionItem{(*record)->line, Parse((*record)->fields)};
  }

 private:
  absl::StatusOr<v1::Interaction> Parse(const std::vector<std::string>& cells) const {
    if (cells.size() != columns_.size()) {
      return absl::InvalidArgumentError(
          absl::StrCat("has ", cells.size(), " cells; the header has ", columns_.size()));
    }
    Fields fields;
    for (size_t i = 0; i < cells.size(); ++i) {
      const std::string cell(absl::StripAsciiWhitespace(cells[i]));
      const absl::Status set = Set(columns_[i], cell, &fields);
      if (!set.ok()) return set;
    }
    return InteractionOf(fields, alliance_);
  }

  CsvReader reader_;
  const std::vector<std::string> columns_;
  const std::string alliance_;
};

}  // namespace

std::unique_ptr<InteractionSource> InteractionJsonLines(std::istream* in, std::string alliance) {
  return std::make_unique<JsonLines>(in, std::move(alliance));
}

absl::StatusOr<std::unique_ptr<InteractionSource>> InteractionCsv(std::istream* in,
                                                                  std::string alliance) {
  CsvReader reader(in);
  const auto header = reader.Next();
  if (!header.ok()) return header.status();
  if (!header->has_value()) return absl::InvalidArgumentError("the file is empty");
  std::vector<std::string> columns;
  Fields seen;
  for (const std::string& heading : (*header)->fields) {
    const auto field = FieldOf(std::string(absl::StripAsciiWhitespace(heading)));
    if (!field.has_value()) return UnknownField(heading);
    const absl::Status set = Set(*field, heading, &seen);
    if (!set.ok()) return set;
    columns.push_back(*field);
  }
  for (const char* name : {"member", "partner"}) {
    if (!seen.contains(name)) {
      return absl::InvalidArgumentError(
          absl::StrCat("the file has no column \"", name, "\"; known are ", kKnownFields));
    }
  }
  return std::make_unique<CsvRows>(reader, std::move(columns), std::move(alliance));
}

}  // namespace counterpoint::cli
