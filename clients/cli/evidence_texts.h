// What needs and offers say, with the words that they share marked.
#pragma once

#include <ostream>
#include <string>

#include "clients/cli/marked_text.h"
#include "counterpoint/v1/match.pb.h"
#include "counterpoint/v1/member.pb.h"

namespace counterpoint::cli {

// For each need and offer that share topics or words of a contribution that is
// shown (IsShown()): a line that names each, the larger contribution first, and
// below it a line for each of its texts and one for the topics that it states.
// Of a profile that stands in for a need or an offer only the lines in which
// something is marked. `member` is the one asked for. REQUIRES: the profiles
// are those that the match was explained from.
void PrintEvidenceTexts(const v1::Match& match, const v1::Member& member, const v1::Member& partner,
                        const Marks& marks, const std::string& language, std::ostream& out);

}  // namespace counterpoint::cli
