// What a store may hold after it was stopped, given what it has acknowledged.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "tests/storage/store_twin.h"

namespace counterpoint::storage {

// Follows a store's writes, one at a time.
class AcknowledgedStates {
 public:
  explicit AcknowledgedStates(StoreTwin empty)
      : shown_(std::move(empty)), after_power_cut_({shown_}) {}

  // What the store must show while it is open.
  const StoreTwin& shown() const { return shown_; }

  // A write was acknowledged, with or without a sync. A synced one ends doubts.
  void Acknowledge(const StoreTwin& after, bool synced) {
    shown_ = after;
    if (synced) {
      after_power_cut_.clear();
      doubtful_.clear();
    }
    after_power_cut_.push_back(after);
  }
  // A write failed on its way to the disk: it is not shown, but may be there,
  // whole, when the store is opened again.
  void Doubt(const StoreTwin& after) { doubtful_.push_back(after); }
  // Writes without a sync may go, the later ones first.
  void LosePower() { lost_power_ = true; }

  // Whether a power cut may leave the doubtful without what came before it and
  // was not synced: states that are not followed here.
  bool is_entangled() const { return !doubtful_.empty() && after_power_cut_.size() > 1; }

  // The store was opened again and holds `found`, which is on disk now. False
  // where it may not.
  bool Settle(const std::string& found, absl::Time now) {
    std::vector<StoreTwin> possible = Possible();
    for (StoreTwin& state : possible) {
      if (state.Describe(now) != found) continue;
      shown_ = std::move(state);
      after_power_cut_ = {shown_};
      doubtful_.clear();
      lost_power_ = false;
      return true;
    }
    return false;
  }
  // For each possible state the lines in which `found` differs from it.
  std::string Differences(const std::string& found, absl::Time now) const {
    const std::set<std::string> there = absl::StrSplit(found, '\n');
    std::string text;
    for (const StoreTwin& state : Possible()) {
      const std::set<std::string> wanted = absl::StrSplit(state.Describe(now), '\n');
      for (const std::string& line : wanted) {
        if (there.count(line) == 0) absl::StrAppend(&text, "lost ", line, "\n");
      }
      for (const std::string& line : there) {
        if (wanted.count(line) == 0) absl::StrAppend(&text, "invented ", line, "\n");
      }
      absl::StrAppend(&text, "or\n");
    }
    return text;
  }

 private:
  std::vector<StoreTwin> Possible() const {
    std::vector<StoreTwin> possible = lost_power_ ? after_power_cut_ : std::vector{shown_};
    possible.insert(possible.end(), doubtful_.begin(), doubtful_.end());
    return possible;
  }

  StoreTwin shown_;
  std::vector<StoreTwin> after_power_cut_;  // Oldest first; the last is `shown_`.
  std::vector<StoreTwin> doubtful_;
  bool lost_power_ = false;
};

}  // namespace counterpoint::storage
