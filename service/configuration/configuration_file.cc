#include "service/configuration/configuration_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/text_format.h"
#include "service/access/listening.h"
#include "service/configuration/field_at.h"
#include "service/configuration/flag_settings.h"
#include "service/configuration/setting_values.h"
#include "service/embedding/embedding_options.h"

namespace counterpoint::service {
namespace {

absl::StatusOr<std::string> ReadText(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  // A directory opens and cannot be read; an empty file has nothing to put out.
  if (in && (in.peek() == std::ifstream::traits_type::eof() || text << in.rdbuf()) && !in.bad()) {
    return text.str();
  }
  const int error = errno;
  return absl::ErrnoToStatus(error, absl::StrCat("cannot read the configuration ", file));
}

// Settings that belong together are judged by parts of the server that know flags; where
// there is a file their names stand beside.
std::string WithSettingNames(absl::string_view message) {
  std::vector<std::pair<std::string, std::string>> names;
  for (const FlagSetting& flag : FlagSettings()) {
    names.emplace_back(flag.flag, absl::StrCat(flag.path, " (", flag.flag, ")"));
  }
  names.emplace_back("--allow-plaintext", "access.allow_plaintext (--allow-plaintext)");
  return absl::StrReplaceAll(message, names);
}

std::vector<ConfigurationFault> CheckTogether(const ServeOptions& options, bool has_file) {
  std::vector<ConfigurationFault> faults;
  const ServerOptions& server = options.server;
  const auto judge = [&](const absl::Status& judged) {
    if (judged.ok()) return;
    faults.push_back(
        {0, "", has_file ? WithSettingNames(judged.message()) : std::string(judged.message())});
  };
  if (server.store.path.empty()) {
    faults.push_back({0, "store.directory", "is required, here or as --data"});
  }
  judge(CheckAccessOptions(server.access));
  judge(CheckListening(server.listen, server.access));
  if (!server.embedding.url.empty()) {
    judge(CheckEmbeddingOptions(server.embedding));
  } else if (!server.embedding.model.empty()) {
    faults.push_back({0, "embedding.model", "takes embedding.url (--embedding-url)"});
  }
  if (server.calls.max_waiting_calls > server.calls.max_calls) {
    faults.push_back({0, "limits.max_waiting_calls", "must not be more than limits.max_calls"});
  }
  return faults;
}

}  // namespace

absl::StatusOr<LoadedConfiguration> LoadConfiguration(
    const std::string& file, const std::vector<SettingOverride>& overrides) {
  ParsedConfiguration parsed;
  if (!file.empty()) {
    const auto text = ReadText(file);
    if (!text.ok()) return text.status();
    parsed = ParseConfiguration(*text);
  }
  for (const SettingOverride& setting : overrides) {
    const absl::Status set = SetField(setting.path, setting.value, parsed.configuration);
    // The line is that of the file, and this is not what stands there.
    parsed.lines.erase(setting.path);
    if (!set.ok()) parsed.faults.push_back({0, setting.flag, std::string(set.message())});
  }
  LoadedConfiguration loaded;
  auto faults = TakeSettings(parsed.configuration, parsed.lines, loaded.options);
  parsed.faults.insert(parsed.faults.end(), faults.begin(), faults.end());
  faults = CheckTogether(loaded.options, !file.empty());
  parsed.faults.insert(parsed.faults.end(), faults.begin(), faults.end());
  if (!parsed.faults.empty()) {
    return absl::InvalidArgumentError(
        Describe(parsed.faults, file.empty() ? "command line" : file));
  }
  loaded.configuration = ConfigurationOf(loaded.options);
  return loaded;
}

std::vector<std::string> ChangedSettings(const ServerConfiguration& before,
                                         const ServerConfiguration& after) {
  const auto value = [](ServerConfiguration configuration, const std::string& path) {
    const PlacedField at = FieldAt(configuration, path);
    std::string text;
    google::protobuf::TextFormat::PrintFieldValueToString(*at.message, at.field, -1, &text);
    return text;
  };
  std::vector<std::string> changed;
  for (std::string& path : SettingPaths()) {
    if (value(before, path) != value(after, path)) changed.push_back(std::move(path));
  }
  return changed;
}

}  // namespace counterpoint::service
