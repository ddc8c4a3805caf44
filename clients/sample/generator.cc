#include "clients/sample/generator.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/sample/coined_words.h"
#include "clients/sample/sentences.h"

namespace counterpoint::sample {
namespace {

// Names of members get coined words of these ranks on: two-character words are
// left to products.
constexpr uint64_t kFirstNameRank = 4097;
constexpr int kDrawsForNewHost = 4;

using TextMap = google::protobuf::Map<std::string, std::string>;

std::map<std::string, std::string> Sorted(const TextMap& texts) {
  return {texts.begin(), texts.end()};
}

// What follows the first two characters, which in the examples are an invented
// place: "榆湾拾音科技" gives "拾音科技".
std::string ChineseNameTail(const std::string& name) {
  size_t at = 0;
  for (int characters = 0; at < name.size() && characters < 2; ++characters) {
    ++at;
    while (at < name.size() && (static_cast<unsigned char>(name[at]) & 0xC0U) == 0x80U) ++at;
  }
  return name.substr(at);
}

// What follows the first word, with the space before it.
std::string LatinNameTail(const std::string& name) {
  const size_t space = name.find(' ');
  return space == std::string::npos ? "" : name.substr(space);
}

std::string DisplayNameAfter(const std::string& name, const std::string& language, uint64_t rank) {
  return language == "zh" ? absl::StrCat(CoinedChineseWord(rank), ChineseNameTail(name))
                          : absl::StrCat(CoinedLatinWord(rank), LatinNameTail(name));
}

// `text` with the ends of sentences of `other`.
std::string MixedDescription(const std::string& text, const std::string& other,
                             const std::string& language, Draws& draws) {
  std::vector<Sentence> sentences = SplitSentences(text);
  const std::vector<Sentence> others = SplitSentences(other);
  if (others.empty()) return text;
  for (Sentence& sentence : sentences) {
    if (draws.Chance(1, 2)) {
      sentence = Cross(sentence, others[draws.Below(others.size())], draws);
    }
  }
  return JoinSentences(sentences, language);
}

void SizeAfter(const v1::Member& other, Draws& draws, v1::Member& member) {
  if (other.has_employee_count()) {
    const int64_t percent = draws.Between(75, 125);
    member.set_employee_count(static_cast<int32_t>((other.employee_count() * percent + 50) / 100));
  }
  if (other.has_founding_year()) {
    member.set_founding_year(other.founding_year() - static_cast<int32_t>(draws.Below(4)));
  }
}

}  // namespace

MemberGenerator::MemberGenerator(std::vector<v1::Member> examples, uint64_t seed)
    : examples_(std::move(examples)),
      seed_(seed),
      alliance_(examples_.front().name().substr(0, examples_.front().name().find("/members/"))),
      listings_(std::make_unique<ExampleListings>(examples_)),
      composer_(*listings_) {
  for (size_t i = 0; i < examples_.size(); ++i) by_kind_[examples_[i].kind()].push_back(i);
}

v1::Member MemberGenerator::Make(int64_t index) const {
  Draws draws = Draws::OfStream(seed_, static_cast<uint64_t>(index));
  const v1::Member& model = examples_[draws.Below(examples_.size())];
  v1::Member member;
  member.set_name(NameOf(index));
  member.set_kind(model.kind());
  member.set_state(model.state());
  *member.mutable_labels() = model.labels();
  *member.mutable_sectors() = model.sectors();
  if (model.has_capacity()) member.set_capacity(model.capacity());
  for (const auto& [language, name] : model.display_name()) {
    (*member.mutable_display_name())[language] =
        DisplayNameAfter(name, language, kFirstNameRank + static_cast<uint64_t>(index));
  }
  member.set_region(DrawOfKind(model.kind(), draws).region());
  *member.mutable_credentials() = DrawOfKind(model.kind(), draws).credentials();
  SizeAfter(DrawOfKind(model.kind(), draws), draws, member);
  DescribeAfter(model, draws, member);
  AddListings(model, draws, member);
  for (v1::Listing& offer : *member.mutable_offers()) RenameMembersInRules(index, draws, offer);
  for (v1::Listing& need : *member.mutable_needs()) RenameMembersInRules(index, draws, need);
  return member;
}

const v1::Member& MemberGenerator::DrawOfKind(v1::MemberKind kind, Draws& draws) const {
  const std::vector<size_t>& indices = by_kind_.at(kind);
  return examples_[indices[draws.Below(indices.size())]];
}

std::string MemberGenerator::NameOf(int64_t index) const {
  return absl::StrFormat("%s/members/m-%06d", alliance_, index);
}

void MemberGenerator::DescribeAfter(const v1::Member& model, Draws& draws,
                                    v1::Member& member) const {
  const v1::Member& other = DrawOfKind(model.kind(), draws);
  for (const auto& [language, text] : Sorted(model.description())) {
    const auto found = other.description().find(language);
    const std::string ending = found == other.description().end() ? "" : found->second;
    (*member.mutable_description())[language] = MixedDescription(text, ending, language, draws);
  }
}

void MemberGenerator::AddListings(const v1::Member& model, Draws& draws, v1::Member& member) const {
  const std::string languages = LanguagesOf(model);
  const int offers = DrawOfKind(model.kind(), draws).offers_size();
  const int needs = DrawOfKind(model.kind(), draws).needs_size();
  std::set<const ExampleListing*> used;
  for (int i = 0; i < offers + needs; ++i) {
    const ListingClass wanted{model.kind(), i < offers ? Side::kOffer : Side::kNeed, languages};
    // The first listing carries all languages of the model, so that members in
    // two languages stay as many as among the examples.
    const ExampleListing* host =
        i == 0 ? listings_->DrawFullHost(wanted, draws) : listings_->DrawHost(wanted, draws);
    for (int again = 0; again < kDrawsForNewHost && used.contains(host); ++again) {
      host = listings_->DrawHost(wanted, draws);
    }
    used.insert(host);
    AddListing(host, draws, member);
  }
}

void MemberGenerator::AddListing(const ExampleListing* host, Draws& draws,
                                 v1::Member& member) const {
  if (host == nullptr) return;
  auto* listings = host->side == Side::kOffer ? member.mutable_offers() : member.mutable_needs();
  v1::Listing listing = composer_.Compose(*host, draws);
  listing.set_id(absl::StrCat(listings->size() + 1));
  *listings->Add() = std::move(listing);
}

void MemberGenerator::RenameMembersInRules(int64_t index, Draws& draws,
                                           v1::Listing& listing) const {
  auto* rules = listing.mutable_rules();
  for (int i = rules->size() - 1; i >= 0; --i) {
    auto* members = rules->Mutable(i)->mutable_condition()->mutable_members();
    if (members->empty()) continue;
    if (index == 0) {
      rules->DeleteSubrange(i, 1);
      continue;
    }
    const int64_t last = std::min<int64_t>(index, 1'000'000'000) - 1;
    for (std::string& name : *members) name = NameOf(draws.Between(0, last));
  }
}

}  // namespace counterpoint::sample
