// What became of the items of an import.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "clients/cli/rejected_items.h"
#include "counterpoint/v1/member.pb.h"
#include "counterpoint/v1/member_service.pb.h"

namespace counterpoint::cli {

// Counts items and keeps the rejected ones with their reasons. For one thread.
class ImportReport {
 public:
  // `rejects_path` is where rejected items go as JSON lines; empty for nowhere.
  explicit ImportReport(const std::string& rejects_path) : rejected_(rejects_path, "member") {}

  // The verdict of the service on the item that began on `line`.
  void Add(int64_t line, const v1::Member& member,
           const v1::ImportMembersResponse::Verdict& verdict);
  // An item that made no member, and so was not sent.
  void AddUnreadable(int64_t line, const absl::Status& reason);
  void AddTruncated(int values) { truncated_ += values; }

  int64_t rejected() const { return rejected_.count(); }
  int64_t items() const { return created_ + replaced_ + unchanged_ + rejected(); }

  // A line with the counts, the first reasons and what to do about them.
  std::string Summary(bool dry_run) const;
  // The counts as one line of JSON.
  std::string SummaryJson(int64_t revision) const;

  // Puts the file of rejected items in its place, also when it is empty.
  absl::Status Commit() { return rejected_.Commit(); }

 private:
  RejectedItems rejected_;
  int64_t created_ = 0;
  int64_t replaced_ = 0;
  int64_t unchanged_ = 0;
  int64_t truncated_ = 0;
};

}  // namespace counterpoint::cli
