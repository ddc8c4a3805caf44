// Matches and their evidence as messages.
#pragma once

#include "absl/strings/string_view.h"
#include "counterpoint/v1/match.pb.h"
#include "counterpoint/v1/matching_service.pb.h"
#include "matching/ranking/evidence.h"
#include "matching/ranking/ranking.h"
#include "matching/ranking/wording.h"
#include "service/live_index/snapshot.h"

namespace counterpoint::service {

// "zh" or "en"; English where it is empty.
matching::Language LanguageOf(absl::string_view language_code);

// In the language, else in another, else the resource name.
std::string DisplayName(const v1::MemberSummary& member, matching::Language language);

// Without the places of topics and words: see LocateEvidence. REQUIRES: the
// snapshot has the members that the evidence names.
void AddEvidence(const IndexSnapshot& snapshot, const std::vector<matching::Evidence>& evidence,
                 matching::Language language, v1::Match& match);

// Why the two are kept apart. The names are those of the pair.
v1::Exclusion MessageOf(const matching::ExclusionReason& reason, absl::string_view alliance,
                        const std::string& member, const std::string& partner,
                        matching::Language language);

// Without evidence and partner gain. REQUIRES: the partner is in the index.
v1::Match MessageOf(const IndexSnapshot& snapshot, const matching::RankedMatch& ranked);

}  // namespace counterpoint::service
