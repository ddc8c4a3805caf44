#include "service/configuration/configuration_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "service/configuration/field_at.h"

namespace counterpoint::service {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::TextFormat;

constexpr int kDeepest = 32;

// The first error ends the parser's work; unknown fields are warnings, told apart by
// their text, as the parser gives nothing else.
class Collector final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int /*column*/, const std::string& text) override {
    errors.push_back({line + 1, "", text});
  }
  void AddWarning(int line, int /*column*/, const std::string& text) override {
    if (!absl::StrContains(text, "has no field named")) return;
    const std::vector<std::string> parts = absl::StrSplit(text, '"');
    const std::string name = parts.size() > 3 ? parts[3] : "";
    warnings.push_back({line + 1, name,
                        "there is no such field; 'counterpointd config default' prints those that "
                        "there are"});
  }

  std::vector<ConfigurationFault> errors;
  std::vector<ConfigurationFault> warnings;
};

void CollectLines(const google::protobuf::Message& message, TextFormat::ParseInfoTree& tree,
                  const std::string& prefix, absl::flat_hash_map<std::string, int>& lines) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string path = prefix + field->name();
    lines[path] = tree.GetLocation(field, -1).line + 1;
    if (field->message_type() == nullptr) continue;
    if (auto* const below = tree.GetTreeForNested(field, -1)) {
      CollectLines(message.GetReflection()->GetMessage(message, field), *below, path + ".", lines);
    }
  }
}

// A line that can be left out without opening or closing anything.
bool StandsAlone(absl::string_view line) {
  return !absl::StripAsciiWhitespace(line).empty() &&
         line.find_first_of("{}<>[]") == absl::string_view::npos;
}

// The parser tells of a wrong value where it is at by then, which may be the line after:
// the field that it names stands before.
int LineOf(const ConfigurationFault& error, const std::vector<std::string>& lines) {
  const std::vector<std::string> parts = absl::StrSplit(error.text, '"');
  const bool is_named = parts.size() > 1 && absl::EndsWith(parts[0], "field ");
  for (int line = std::min(error.line, static_cast<int>(lines.size())); is_named && line > 0;
       --line) {
    if (absl::StrContains(lines[static_cast<std::size_t>(line) - 1], parts[1])) return line;
  }
  return error.line;
}

void CollectPaths(const Descriptor& type, const std::string& prefix,
                  std::vector<std::string>& paths) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.message_type() == nullptr) {
      paths.push_back(prefix + field.name());
    } else {
      CollectPaths(*field.message_type(), absl::StrCat(prefix, field.name(), "."), paths);
    }
  }
}

}  // namespace

std::string Describe(const std::vector<ConfigurationFault>& faults, absl::string_view file) {
  return absl::StrJoin(faults, "\n", [&](std::string* out, const ConfigurationFault& fault) {
    absl::StrAppend(out, file);
    if (fault.line > 0) absl::StrAppend(out, ":", fault.line);
    if (!fault.field.empty()) absl::StrAppend(out, ": ", fault.field);
    absl::StrAppend(out, ": ", fault.text);
  });
}

ParsedConfiguration ParseConfiguration(const std::string& text) {
  ParsedConfiguration parsed;
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  for (;;) {
    Collector collector;
    TextFormat::ParseInfoTree tree;
    TextFormat::Parser parser;
    parser.RecordErrorsTo(&collector);
    parser.WriteLocationsTo(&tree);
    parser.AllowUnknownField(true);
    // Deeper than any setting; without it the stack would be the limit.
    parser.SetRecursionLimit(kDeepest);
    parsed.configuration.Clear();
    const bool ok = parser.ParseFromString(absl::StrJoin(lines, "\n"), &parsed.configuration);
    int wrong = 0;
    if (!collector.errors.empty()) {
      ConfigurationFault& error = collector.errors.front();
      wrong = error.line = LineOf(error, lines);
      parsed.faults.push_back(error);
    }
    const bool goes_on = !ok && wrong >= 1 && wrong <= static_cast<int>(lines.size()) &&
                         StandsAlone(lines[static_cast<std::size_t>(wrong) - 1]);
    if (goes_on) {
      lines[static_cast<std::size_t>(wrong) - 1].clear();
      continue;
    }
    parsed.faults.insert(parsed.faults.end(), collector.warnings.begin(), collector.warnings.end());
    CollectLines(parsed.configuration, tree, "", parsed.lines);
    break;
  }
  std::stable_sort(parsed.faults.begin(), parsed.faults.end(),
                   [](const auto& a, const auto& b) { return a.line < b.line; });
  return parsed;
}

absl::Status SetField(absl::string_view path, const std::string& value,
                      ServerConfiguration& configuration) {
  const PlacedField at = FieldAt(configuration, path);
  if (at.field->type() == FieldDescriptor::TYPE_STRING) {
    at.reflection().SetString(at.message, at.field, value);
    return absl::OkStatus();
  }
  const bool is_name = at.field->type() == FieldDescriptor::TYPE_ENUM;
  at.reflection().ClearField(at.message, at.field);
  Collector collector;  // What it would print is said below.
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  if (parser.ParseFieldValueFromString(is_name ? absl::AsciiStrToUpper(value) : value, at.field,
                                       at.message)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("'", value, "' is no value of ", path, "; it takes a ",
                   is_name ? "name, see 'counterpointd config default'" : at.field->type_name()));
}

void CopySetting(absl::string_view path, const ServerConfiguration& from, ServerConfiguration& to) {
  ServerConfiguration copied = from;
  const PlacedField source = FieldAt(copied, path);
  const PlacedField target = FieldAt(to, path);
  std::string text;
  TextFormat::PrintFieldValueToString(*source.message, source.field, -1, &text);
  target.reflection().ClearField(target.message, target.field);
  TextFormat::ParseFieldValueFromString(text, target.field, target.message);
}

std::vector<std::string> SettingPaths() {
  std::vector<std::string> paths;
  CollectPaths(*ServerConfiguration::descriptor(), "", paths);
  return paths;
}

bool IsReloadable(absl::string_view path) {
  ServerConfiguration configuration;
  return FieldAt(configuration, path).field->options().GetExtension(configuration::v1::reloadable);
}

}  // namespace counterpoint::service
