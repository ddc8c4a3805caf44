// The two alliances of a soak: one that nobody changes, whose answers are therefore known,
// and one that everybody writes to.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cpp/client.h"
#include "counterpoint/v1/matching_service.pb.h"
#include "counterpoint/v1/member_service.pb.h"

namespace counterpoint::soak {

inline constexpr char kStill[] = "alliances/still";
inline constexpr char kLively[] = "alliances/lively";
inline constexpr char kSession[] = "alliances/lively/sessions/spring";

std::string MemberName(const char* alliance, int number);
// The same for equal numbers.
v1::Member MakeMember(const std::string& name, int number);

v1::RecommendPartnersRequest RecommendTo(const std::string& member);
v1::MatchNeedRequest SearchFor(int number);
inline constexpr int kSearches = 20;
v1::ListSimilarMembersRequest SimilarTo(const std::string& member);

// What has to be equal in every answer at one revision, as bytes: all but the moment and
// the tokens, which hold it.
template <typename Response>
std::string WhatCounts(Response response);
template <>
std::string WhatCounts(v1::Member member);

// Makes both, with `members` each, a session in the lively one, and its first lists; waits
// until they can be found. The policies leave freshness out, so that answers do not
// depend on the moment.
absl::Status MakeAlliances(const client::Client& client, int members);

// What a server without other calls answers in the still alliance.
class QuietAnswers {
 public:
  absl::Status Ask(const client::Client& client, int members);

  int members() const { return static_cast<int>(recommended.size()); }

  // By number of a member.
  std::vector<std::string> recommended;
  std::vector<std::string> similar;
  std::vector<std::string> profiles;
  std::vector<v1::ExplainMatchRequest> pairs;  // With the best partner.
  std::vector<std::string> explained;
  // By number of a search.
  std::vector<std::string> found;
};

// Every member's list in the lively alliance once the index is at its revision.
absl::StatusOr<std::vector<std::string>> LivelyLists(const client::Client& client, int members);
// What is different in two of these lists, for people; empty where nothing is.
std::string DifferencesOfLists(const std::string& before, const std::string& after);

}  // namespace counterpoint::soak
