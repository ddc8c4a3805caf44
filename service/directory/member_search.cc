#include "service/directory/member_search.h"

#include <string.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace counterpoint::service {
namespace {

using Block = MemberDirectory::Block;

// Names and ids are written with these between words.
bool PartsWords(char before) { return before == '\n' || before == ' ' || before == '-'; }

bool BeginsWord(absl::string_view text, absl::string_view word) {
  for (auto at = text.find(word); at != absl::string_view::npos; at = text.find(word, at + 1)) {
    if (at > 0 && PartsWords(text[at - 1])) return true;
  }
  return false;
}

// Calls visit(row) for each row of the block whose text has the word, in order.
template <typename Visit>
void ForEachWith(const Block& block, const std::string& word, const Visit& visit) {
  const std::string& texts = block.texts();
  for (std::size_t from = 0; from < texts.size();) {
    const void* found = memmem(texts.data() + from, texts.size() - from, word.data(), word.size());
    if (found == nullptr) return;
    const auto place = static_cast<std::size_t>(static_cast<const char*>(found) - texts.data());
    const std::size_t row = block.RowAt(place);
    visit(row);
    from = block.text_end(row);
  }
}

}  // namespace

NameQuery::NameQuery(absl::string_view query)
    : form_(SearchForm(query)), words_(absl::StrSplit(form_, ' ', absl::SkipEmpty())) {
  for (std::size_t i = 1; i < words_.size(); ++i) {
    if (words_[i].size() > words_[longest_].size()) longest_ = i;
  }
}

bool NameQuery::Holds(absl::string_view text) const {
  return std::all_of(words_.begin(), words_.end(),
                     [&](const std::string& word) { return absl::StrContains(text, word); });
}

NameFit NameQuery::FitOf(absl::string_view text) const {
  const std::string line = absl::StrCat("\n", form_);
  if (absl::StrContains(text, line + "\n")) return NameFit::kWhole;
  if (absl::StrContains(text, line)) return NameFit::kPrefix;
  const bool all_begin = std::all_of(words_.begin(), words_.end(), [&](const std::string& word) {
    return BeginsWord(text, word);
  });
  return all_begin ? NameFit::kWords : NameFit::kWithin;
}

std::vector<FoundMember> FindMembers(const MemberDirectory& directory, const NameQuery& query,
                                     const matching::Condition& condition) {
  std::vector<FoundMember> found;
  for (const auto& block : directory.blocks()) {
    const auto fulfils = [&](std::size_t row) {
      return condition.empty() || condition.HoldsFor(*block->row(row).features);
    };
    if (query.empty()) {
      for (std::size_t row = 0; row < block->size(); ++row) {
        if (fulfils(row)) {
          found.push_back({block.get(), static_cast<std::uint32_t>(row), NameFit::kWithin});
        }
      }
      continue;
    }
    ForEachWith(*block, query.longest_word(), [&](std::size_t row) {
      const absl::string_view text = block->text(row);
      if (!query.Holds(text) || !fulfils(row)) return;
      found.push_back({block.get(), static_cast<std::uint32_t>(row), query.FitOf(text)});
    });
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const FoundMember& a, const FoundMember& b) { return a.fit < b.fit; });
  return found;
}

}  // namespace counterpoint::service
