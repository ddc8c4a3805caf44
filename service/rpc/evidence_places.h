// Where the texts of members say what the evidence of a match names.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "counterpoint/v1/match.pb.h"
#include "matching/ranking/evidence.h"
#include "matching/ranking/text_locator.h"
#include "service/confidentiality/viewer.h"
#include "service/conversion/text_fields.h"
#include "service/live_index/snapshot.h"
#include "storage/read_view.h"

namespace counterpoint::service {

// The texts of one profile. A listing is analysed when it is first asked for,
// and no more than once. For one thread.
class ProfilePlaces {
 public:
  // Of a member, as the viewer may see it. Borrows the snapshot. Without any texts
  // where the view no longer has the record of that revision, or it cannot be read.
  ProfilePlaces(const storage::ReadView& view, const IndexSnapshot& snapshot,
                absl::string_view member, std::int64_t revision, const Viewer& viewer);
  // Of a need that is typed ad hoc, as the field "need". Borrows both.
  ProfilePlaces(const IndexSnapshot& snapshot, const v1::Listing& need);

  using Spans = google::protobuf::RepeatedPtrField<v1::TextSpan>;
  enum class Role { kNeed, kOffer };

  // Adds the first 100 places where a listing says what is shared. An empty id
  // stands for what stands in where a member states none: the profile as a whole
  // for needs, its description for offers.
  template <typename Shared>
  void Find(Role role, const std::string& listing, const Shared& shared, Spans* spans);

 private:
  struct Texts {
    std::vector<conversion::TextField> fields;
    matching::TextLocator locator;
  };
  const Texts& TextsOf(Role role, const std::string& listing);
  std::vector<conversion::TextField> FieldsOf(Role role, const std::string& listing) const;

  const matching::Analyzer& analyzer_;
  std::optional<v1::Member> member_;
  const v1::Listing* need_ = nullptr;  // Instead of the member.
  std::map<std::pair<Role, std::string>, Texts> texts_;
};

// Fills in the spans of the match's evidence, which AddEvidence made of
// `evidence`. `member` is the one asked for, or the need typed ad hoc.
void LocateEvidence(const std::vector<matching::Evidence>& evidence, ProfilePlaces& member,
                    ProfilePlaces& partner, v1::Match& match);

}  // namespace counterpoint::service
