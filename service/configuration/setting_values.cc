#include "service/configuration/setting_values.h"

#include <cmath>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"
#include "service/configuration/duration_text.h"
#include "service/configuration/field_at.h"

namespace counterpoint::service {
namespace {

using google::protobuf::FieldDescriptor;
using Lines = absl::flat_hash_map<std::string, int>;

bool IsWide(const PlacedField& at) {
  return at.field->cpp_type() == FieldDescriptor::CPPTYPE_INT64;
}

class Taking final : public SettingVisitor {
 public:
  Taking(ServerConfiguration configuration, const Lines& lines)
      : configuration_(std::move(configuration)), lines_(lines) {}

  void Text(absl::string_view path, std::string& value) override {
    if (!HasField(configuration_, path)) return;
    const PlacedField at = FieldAt(configuration_, path);
    value = at.reflection().GetString(*at.message, at.field);
  }
  void Truth(absl::string_view path, bool& value) override {
    if (!HasField(configuration_, path)) return;
    const PlacedField at = FieldAt(configuration_, path);
    value = at.reflection().GetBool(*at.message, at.field);
  }
  void Enumerator(absl::string_view path, int& value) override {
    if (!HasField(configuration_, path)) return;
    const PlacedField at = FieldAt(configuration_, path);
    const int given = at.reflection().GetEnumValue(*at.message, at.field);
    if (given == 0) return Refuse(path, "must name a value other than the unspecified one");
    value = given;
  }
  void Number(absl::string_view path, std::int64_t& value, std::int64_t least,
              std::int64_t most) override {
    if (!HasField(configuration_, path)) return;
    const PlacedField at = FieldAt(configuration_, path);
    const std::int64_t given = IsWide(at) ? at.reflection().GetInt64(*at.message, at.field)
                                          : at.reflection().GetInt32(*at.message, at.field);
    if (given < least || given > most) {
      return Refuse(path, absl::StrCat("must be ", least, " to ", most, ", not ", given));
    }
    value = given;
  }
  void Real(absl::string_view path, double& value, double least) override {
    if (!HasField(configuration_, path)) return;
    const PlacedField at = FieldAt(configuration_, path);
    const double given = at.reflection().GetDouble(*at.message, at.field);
    if (!std::isfinite(given) || given < least) {
      return Refuse(path, absl::StrCat("must be a number of at least ", least, ", not ", given));
    }
    value = given;
  }
  void Period(absl::string_view path, absl::Duration& value, absl::Duration least) override {
    if (!HasField(configuration_, path)) return;
    std::string text;
    Text(path, text);
    const auto given = ParseDurationText(text);
    if (!given) {
      return Refuse(path, absl::StrCat("must be a duration such as \"300ms\", \"90s\", \"24h\" or "
                                       "\"30d\", not \"",
                                       text, "\""));
    }
    if (*given < least) {
      return Refuse(path, absl::StrCat("must be at least \"", FormatDurationText(least),
                                       "\", not \"", text, "\""));
    }
    value = *given;
  }

  std::vector<ConfigurationFault> TakeFaults() { return std::move(faults_); }

 private:
  void Refuse(absl::string_view path, std::string text) {
    const auto line = lines_.find(path);
    faults_.push_back(
        {line == lines_.end() ? 0 : line->second, std::string(path), std::move(text)});
  }

  ServerConfiguration configuration_;
  const Lines& lines_;
  std::vector<ConfigurationFault> faults_;
};

class Giving final : public SettingVisitor {
 public:
  void Text(absl::string_view path, std::string& value) override {
    const PlacedField at = FieldAt(configuration_, path);
    at.reflection().SetString(at.message, at.field, value);
  }
  void Truth(absl::string_view path, bool& value) override {
    const PlacedField at = FieldAt(configuration_, path);
    at.reflection().SetBool(at.message, at.field, value);
  }
  void Enumerator(absl::string_view path, int& value) override {
    const PlacedField at = FieldAt(configuration_, path);
    at.reflection().SetEnumValue(at.message, at.field, value);
  }
  void Number(absl::string_view path, std::int64_t& value, std::int64_t /*least*/,
              std::int64_t /*most*/) override {
    const PlacedField at = FieldAt(configuration_, path);
    if (IsWide(at)) {
      at.reflection().SetInt64(at.message, at.field, value);
    } else {
      at.reflection().SetInt32(at.message, at.field, static_cast<std::int32_t>(value));
    }
  }
  void Real(absl::string_view path, double& value, double /*least*/) override {
    const PlacedField at = FieldAt(configuration_, path);
    at.reflection().SetDouble(at.message, at.field, value);
  }
  void Period(absl::string_view path, absl::Duration& value, absl::Duration /*least*/) override {
    std::string text = FormatDurationText(value);
    Text(path, text);
  }

  ServerConfiguration Take() { return std::move(configuration_); }

 private:
  ServerConfiguration configuration_;
};

}  // namespace

std::vector<ConfigurationFault> TakeSettings(const ServerConfiguration& configuration,
                                             const Lines& lines, ServeOptions& options) {
  Taking taking(configuration, lines);
  VisitSettings(options, taking);
  return taking.TakeFaults();
}

ServerConfiguration ConfigurationOf(ServeOptions options) {
  Giving giving;
  VisitSettings(options, giving);
  return giving.Take();
}

}  // namespace counterpoint::service
