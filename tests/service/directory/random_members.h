// Members of a directory, invented at random from a few parts, so that many are alike.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "counterpoint/v1/member.pb.h"
#include "service/directory/member_directory.h"

namespace counterpoint::service {

inline const matching::Thesaurus& TestThesaurus() {
  static const auto* const thesaurus =
      new std::shared_ptr<const matching::Thesaurus>(matching::Thesaurus::BuiltIn());
  return **thesaurus;
}

class RandomMembers {
 public:
  explicit RandomMembers(unsigned seed) : random_(seed) {}

  int Below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }
  std::string Id() { return absl::StrCat("m-", Below(3000)); }

  v1::Member Next() {
    static const auto* const parts = new std::vector<std::string>{
        "North", "wind",  "NORTHWIND", "Ｓｔｕｄｉｏ", "one",  "音乐", "音樂學院",
        "数字",  "Orch-", "ard",       "-wind-",       "南风", "wi",   "　"};
    v1::Member member;
    for (const char* language : {"zh", "en"}) {
      if (Below(3) == 0) continue;
      std::string name;
      for (int left = 1 + Below(4); left > 0; --left) {
        absl::StrAppend(&name, Below(2) == 0 ? "" : " ",
                        (*parts)[static_cast<std::size_t>(Below(static_cast<int>(parts->size())))]);
      }
      (*member.mutable_display_name())[language] = name;
    }
    member.set_kind(static_cast<v1::MemberKind>(1 + Below(6)));
    member.set_state(static_cast<v1::MemberState>(1 + Below(3)));
    const std::vector<std::string> regions = {"", "CN", "CN-SH", "CN-SH-XUHUI", "GB", "US"};
    member.set_region(regions[static_cast<std::size_t>(Below(6))]);
    for (auto* listings : {member.mutable_needs(), member.mutable_offers()}) {
      for (int left = Below(4); left > 0; --left) {
        v1::Listing& listing = *listings->Add();
        listing.set_confidentiality(static_cast<v1::Confidentiality>(Below(5)));
        for (int topics = Below(3); topics > 0; --topics) listing.add_topics(Topic());
      }
    }
    return member;
  }
  std::string Topic() { return TestThesaurus().topic(Below(12) * 100).id; }

 private:
  std::mt19937 random_;
};

inline DirectoryRow RowOf(const std::string& id, const v1::Member& member) {
  return DirectoryRowOf(TestThesaurus(), member, FeaturesWithoutTexts(TestThesaurus(), id, member));
}

inline std::vector<std::string> IdsOf(const MemberDirectory& directory) {
  std::vector<std::string> ids;
  for (const auto& block : directory.blocks()) {
    for (std::size_t i = 0; i < block->size(); ++i) ids.push_back(block->id(i));
  }
  return ids;
}

}  // namespace counterpoint::service
