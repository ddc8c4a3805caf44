// Which partners a list has, from the command line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "clients/cli/member_filter_flags.h"
#include "clients/cli/session.h"

namespace counterpoint::cli {

struct PartnerListFlags {
  std::vector<std::string> exclude;
  std::optional<double> floor;
  std::optional<double> diversity;
  MemberFilterFlags filter;

  // Declares --exclude, --floor and --diversity, and the filter's flags with
  // `filter_prefix` behind the dashes.
  void Declare(CLI::App* command, const std::string& filter_prefix = "");

  // Sets the fields of a request that has filter, exclude, floor and diversity.
  // Errors: those of names that are not understood.
  template <typename Request>
  absl::Status Fill(const Session& session, Request* request) const {
    *request->mutable_filter() = filter.ToFilter();
    for (const std::string& typed : exclude) {
      const auto excluded = session.Member(typed);
      if (!excluded.ok()) return excluded.status();
      request->add_exclude(*excluded);
    }
    if (floor.has_value()) request->set_floor(*floor);
    if (diversity.has_value()) request->set_diversity(*diversity);
    return absl::OkStatus();
  }
};

}  // namespace counterpoint::cli
