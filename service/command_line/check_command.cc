#include "service/command_line/check_command.h"

#include <cstdio>
#include <vector>

#include "absl/time/clock.h"
#include "service/access/access.h"
#include "service/checking/record_check.h"
#include "service/command_line/failure.h"
#include "service/configuration/configuration_file.h"
#include "storage/store_check.h"

namespace counterpoint::command_line {
namespace {

constexpr int kUnchecked = 1;
constexpr int kFaulty = 2;

void PrintLine(const char* what, std::int64_t count, const char* unit) {
  std::printf("%-14s %lld %s\n", what, static_cast<long long>(count), unit);
}

void Print(const storage::StoreCheckReport& report, const service::RecordCheck& contents) {
  PrintLine("Tables", report.files, "files, every block read");
  PrintLine("", report.file_bytes >> 20, "MiB");
  PrintLine("Alliances", report.alliances, "with those that were dropped");
  PrintLine("Records", report.records, "read, and agree with their keys");
  PrintLine("Changes", report.changes, "in the log, without a gap");
  PrintLine("Requests", report.requests, "remembered");
  PrintLine("Index entries", report.index_entries, "with their records");
  PrintLine("Audit trail", report.audit_entries, "entries, whose chains hold");
  PrintLine("Derived data", report.derived, "entries");
  PrintLine("", contents.made_anew(), "made anew and compared");
  PrintLine("", contents.unused(), "of other revisions, which a server does not use");
}

}  // namespace

CheckCommand::CheckCommand(CLI::App& app)
    : check_(*app.add_subcommand("check",
                                 "Verify data and configuration of a server that is not running")) {
  check_.add_option("--data", data_, "Directory of the data");
  check_.add_option("--config", configuration_file_,
                    "Configuration; the files that it names are read too");
}

std::optional<int> CheckCommand::Run() {
  if (!check_.parsed()) return std::nullopt;
  if (data_.empty() && configuration_file_.empty()) {
    std::fprintf(stderr, "counterpointd: name --data DIR, --config FILE or both\n");
    return kUnchecked;
  }
  std::vector<service::SettingOverride> overrides;
  if (!data_.empty()) overrides.push_back({"--data", "store.directory", data_});
  const auto loaded = service::LoadConfiguration(configuration_file_, overrides);
  absl::Status configured = loaded.status();
  if (configured.ok()) {
    configured = service::Access::Open(loaded->options.server.access, &absl::Now).status();
  }
  if (!configured.ok()) {
    std::fprintf(stderr, "%s\n", std::string(configured.message()).c_str());
  } else if (!configuration_file_.empty()) {
    std::printf("%-14s %s can be used\n", "Configuration", configuration_file_.c_str());
  }
  const std::string data = !data_.empty() ? data_
                           : loaded.ok()  ? loaded->options.server.store.path
                                          : "";
  const int checked = data.empty() ? 0 : CheckData(data);
  return checked == 0 && !configured.ok() ? kFaulty : checked;
}

int CheckCommand::CheckData(const std::string& directory) {
  storage::StoreOptions options;
  options.path = directory;
  service::RecordCheck contents;
  const auto report = storage::CheckStore(options, contents);
  if (!report.ok()) {
    Fail(report.status());
    return kUnchecked;
  }
  Print(*report, contents);
  for (const storage::StoreFault& fault : report->faults) {
    std::printf("FAULT %s: %s\n", fault.place.c_str(), fault.text.c_str());
  }
  if (report->fault_count == 0) {
    std::printf("No faults.\n");
    return 0;
  }
  std::printf("%lld faults. Keep this copy, and restore a backup to another directory.\n",
              static_cast<long long>(report->fault_count));
  return kFaulty;
}

}  // namespace counterpoint::command_line
