// Which members of a directory a search finds, and in which order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "matching/features/condition.h"
#include "service/directory/member_directory.h"

namespace counterpoint::service {

// How well a text fits a query, the best first.
enum class NameFit : std::uint8_t {
  kWhole,   // The id or a name is the query.
  kPrefix,  // The id or a name begins with it.
  kWords,   // Each word of it begins a word.
  kWithin,
};

// A query made ready. Immutable.
class NameQuery {
 public:
  // Words parted by white space; no word fits everybody.
  explicit NameQuery(absl::string_view query);

  bool empty() const { return words_.empty(); }
  // Whether all words stand in a text of DirectoryRow.
  bool Holds(absl::string_view text) const;
  // REQUIRES: Holds(text).
  NameFit FitOf(absl::string_view text) const;
  // The longest, which fewest texts have; the first of equals. REQUIRES: !empty().
  const std::string& longest_word() const { return words_[longest_]; }

 private:
  std::string form_;  // SearchForm() of the query.
  std::vector<std::string> words_;
  std::size_t longest_ = 0;
};

struct FoundMember {
  const MemberDirectory::Block* block = nullptr;
  std::uint32_t row = 0;
  NameFit fit = NameFit::kWithin;
};

// In order of fit, then of id. Borrows blocks of the directory. One pass over all names
// at the speed of memmem(), where there is a query; the condition is asked for those
// alone that fit.
std::vector<FoundMember> FindMembers(const MemberDirectory& directory, const NameQuery& query,
                                     const matching::Condition& condition);

}  // namespace counterpoint::service
