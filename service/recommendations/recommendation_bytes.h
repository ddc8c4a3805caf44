// Entries of stored lists in the wire form of their messages.
//
// A portal's read is mostly the writing of its answer. Summaries lie in the catalog
// as bytes already; put in place as they are, nothing is parsed, copied into
// messages and written again.
#pragma once

#include <limits>
#include <string>

#include "absl/strings/string_view.h"

namespace counterpoint::service {

// A v1::Recommendation. Borrows.
struct RecommendationFields {
  absl::string_view partner;  // A serialised v1::MemberSummary.
  int place = 0;
  double score = 0;
  double gain = 0;
  double partner_gain = 0;
  double acceptance = std::numeric_limits<double>::quiet_NaN();  // NaN: none.
  bool pinned = false;
  std::string staff_rule;  // A name, or empty.
  bool partner_changed = false;
};

// Each appends what the field of that message is in a serialised one.
void AppendMember(absl::string_view name, std::string& list);
void AppendRecommendation(const RecommendationFields& fields, std::string& list);
void AppendMemberChanged(bool changed, std::string& list);
void AppendAttributionToken(absl::string_view token, std::string& list);

void AppendList(absl::string_view list, std::string& response);
// `provenance` says nothing of `stale`.
void AppendProvenance(absl::string_view provenance, bool stale, std::string& response);
void AppendNextPageToken(absl::string_view token, std::string& response);

}  // namespace counterpoint::service
