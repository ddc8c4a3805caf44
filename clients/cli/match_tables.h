// Matches as people read them.
#pragma once

#include <ostream>
#include <string>

#include "clients/cli/table.h"
#include "counterpoint/v1/matching_service.pb.h"

namespace counterpoint::cli {

using Matches = google::protobuf::RepeatedPtrField<v1::Match>;

// Rank, partner, scores and the two weightiest reasons. The partner's gain has
// a column where a match states it.
Table MatchList(const Matches& matches, const std::string& language);

// Whether a term has a line of its own: what would be shown as 0.00 says
// nothing one by one.
bool IsShown(const v1::Evidence& evidence);

// All evidence of a match, the largest contribution first, a line each.
Table EvidenceList(const v1::Match& match, const std::string& language);

// As EvidenceList, with a line for each shared topic and word and its part of
// the contribution below the line of its evidence.
Table EvidenceParts(const v1::Match& match, const std::string& language);

// What keeps a pair apart, with whose it is: a member's, or a rule of the staff.
std::string ShownExclusion(const v1::Exclusion& exclusion);

// "Need 1" for "Need" and "1", or the profile that stands in where `id` is
// empty.
std::string ListingName(const std::string& kind, const std::string& id,
                        const std::string& language);

// What a score was computed from, in a line; also where embeddings should have
// had a part and were missing.
std::string ProvenanceLine(const v1::Provenance& provenance, const std::string& language);

// A share from 0 to 1, with three digits.
std::string ShownScore(double score);

}  // namespace counterpoint::cli
