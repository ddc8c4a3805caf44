#include "service/rpc/evidence_places.h"

#include "absl/strings/str_cat.h"
#include "service/confidentiality/member_cut.h"
#include "service/conversion/member_record.h"

namespace counterpoint::service {
namespace {

// A word that a long text says over and over is clear long before.
constexpr int kMostSpans = 100;

std::optional<v1::Member> MemberAt(const storage::ReadView& view, const std::string& alliance,
                                   absl::string_view id, std::int64_t revision,
                                   const Viewer& viewer) {
  const auto record = view.Get(alliance, storage::Collection::kMember, id);
  if (!record.ok() || record->revision != revision) return std::nullopt;
  auto member = conversion::MemberOf(alliance, *record);
  if (!member.ok()) return std::nullopt;
  Cut(viewer, *member);
  return *std::move(member);
}

}  // namespace

ProfilePlaces::ProfilePlaces(const storage::ReadView& view, const IndexSnapshot& snapshot,
                             absl::string_view member, std::int64_t revision, const Viewer& viewer)
    : analyzer_(*snapshot.analyzer),
      member_(MemberAt(view, snapshot.alliance->id, member, revision, viewer)) {}

ProfilePlaces::ProfilePlaces(const IndexSnapshot& snapshot, const v1::Listing& need)
    : analyzer_(*snapshot.analyzer), need_(&need) {}

std::vector<conversion::TextField> ProfilePlaces::FieldsOf(Role role,
                                                           const std::string& listing) const {
  if (need_ != nullptr) return conversion::TextFieldsOf(*need_, "need");
  if (!member_.has_value()) return {};
  if (listing.empty()) {
    return role == Role::kNeed ? conversion::TextFieldsOf(*member_)
                               : conversion::DescriptionFieldsOf(*member_);
  }
  const auto& listings = role == Role::kNeed ? member_->needs() : member_->offers();
  const char* name = role == Role::kNeed ? "needs[" : "offers[";
  for (int i = 0; i < listings.size(); ++i) {
    if (listings[i].id() != listing) continue;
    return conversion::TextFieldsOf(listings[i], absl::StrCat(name, i, "]"));
  }
  return {};
}

const ProfilePlaces::Texts& ProfilePlaces::TextsOf(Role role, const std::string& listing) {
  const auto key = std::make_pair(role, listing);
  const auto known = texts_.find(key);
  if (known != texts_.end()) return known->second;
  auto fields = FieldsOf(role, listing);
  std::vector<absl::string_view> texts;
  for (const conversion::TextField& field : fields) texts.push_back(field.text);
  return texts_.emplace(key, Texts{std::move(fields), matching::TextLocator(analyzer_, texts)})
      .first->second;
}

template <typename Shared>
void ProfilePlaces::Find(Role role, const std::string& listing, const Shared& shared,
                         Spans* spans) {
  const Texts& texts = TextsOf(role, listing);
  for (const matching::TextSpan& found : texts.locator.Find(shared)) {
    if (spans->size() == kMostSpans) return;
    v1::TextSpan& span = *spans->Add();
    span.set_field(texts.fields[found.text].path);
    span.set_begin(static_cast<std::int32_t>(found.begin));
    span.set_end(static_cast<std::int32_t>(found.end));
  }
}

void LocateEvidence(const std::vector<matching::Evidence>& evidence, ProfilePlaces& member,
                    ProfilePlaces& partner, v1::Match& match) {
  using Role = ProfilePlaces::Role;
  for (std::size_t i = 0; i < evidence.size(); ++i) {
    const matching::Evidence& term = evidence[i];
    const bool own = term.side == matching::EvidenceSide::kMember;
    ProfilePlaces& seeker = own ? member : partner;
    ProfilePlaces& provider = own ? partner : member;
    v1::Evidence& message = *match.mutable_evidence(static_cast<int>(i));
    for (std::size_t t = 0; t < term.topics.size(); ++t) {
      v1::SharedTopic& topic = *message.mutable_topics(static_cast<int>(t));
      seeker.Find(Role::kNeed, term.need, term.topics[t], topic.mutable_need_spans());
      provider.Find(Role::kOffer, term.offer, term.topics[t], topic.mutable_offer_spans());
    }
    for (std::size_t w = 0; w < term.words.size(); ++w) {
      v1::SharedWord& word = *message.mutable_words(static_cast<int>(w));
      seeker.Find(Role::kNeed, term.need, term.words[w], word.mutable_need_spans());
      provider.Find(Role::kOffer, term.offer, term.words[w], word.mutable_offer_spans());
    }
  }
}

}  // namespace counterpoint::service
