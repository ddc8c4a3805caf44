#include "tests/evaluation/data_reader.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace counterpoint::evaluation {
namespace {

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  return text.str();
}

std::vector<absl::string_view> Lines(absl::string_view text) {
  std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  if (lines.back().empty()) lines.pop_back();
  return lines;
}

std::string TextOf(const google::protobuf::Value& value) {
  if (value.has_string_value()) return value.string_value();
  return value.has_number_value() ? absl::StrCat(value.number_value()) : std::string();
}

}  // namespace

absl::StatusOr<std::vector<Row>> ReadTabbed(const std::string& path) {
  const auto text = ReadFile(path);
  if (!text.ok()) return text.status();
  std::vector<Row> rows;
  for (const absl::string_view line : Lines(*text)) rows.push_back(absl::StrSplit(line, '\t'));
  return rows;
}

absl::StatusOr<std::vector<Row>> ReadCommaSeparated(const std::string& path) {
  const auto text = ReadFile(path);
  if (!text.ok()) return text.status();
  std::vector<Row> rows(1, Row(1));
  bool quoted = false;
  for (std::size_t i = 0; i < text->size(); ++i) {
    const char c = (*text)[i];
    std::string& field = rows.back().back();
    if (c == '"') {
      // A doubled quote inside quotes stands for one.
      if (quoted && i + 1 < text->size() && (*text)[i + 1] == '"')
        field += (*text)[++i];
      else
        quoted = !quoted;
    } else if (!quoted && c == ',') {
      rows.back().emplace_back();
    } else if (!quoted && c == '\n') {
      rows.emplace_back(1);
    } else if (quoted || c != '\r') {
      field += c;
    }
  }
  if (rows.back() == Row(1)) rows.pop_back();
  if (!rows.empty()) rows.erase(rows.begin());
  return rows;
}

absl::StatusOr<std::vector<Row>> ReadJsonLines(const std::string& path, const Row& fields) {
  const auto text = ReadFile(path);
  if (!text.ok()) return text.status();
  std::vector<Row> rows;
  for (const absl::string_view line : Lines(*text)) {
    google::protobuf::Struct object;
    const auto parsed = google::protobuf::util::JsonStringToMessage(std::string(line), &object);
    if (!parsed.ok()) return absl::DataLossError(absl::StrCat(path, ": no JSON object: ", line));
    Row row;
    for (const std::string& field : fields) {
      const auto found = object.fields().find(field);
      row.push_back(found == object.fields().end() ? std::string() : TextOf(found->second));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

absl::Status WriteFile(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  return file ? absl::OkStatus() : absl::UnavailableError(absl::StrCat("cannot write ", path));
}

}  // namespace counterpoint::evaluation
