#include "tests/service/access/canaries.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace counterpoint::service {
namespace {

constexpr v1::Confidentiality kTiers[] = {v1::PUBLIC, v1::TEASER, v1::MUTUAL, v1::BROKER};

std::string TierName(v1::Confidentiality tier) {
  return absl::AsciiStrToLower(v1::Confidentiality_Name(tier));
}

std::string EchoWord(const std::string& owner, v1::Confidentiality tier) {
  return absl::StrCat("qxecho", owner, TierName(tier));
}

// A topic that the text alone speaks of, by its label.
CanaryTopic EchoTopic(const std::string& owner, v1::Confidentiality tier) {
  return {absl::StrCat("qxof", owner, TierName(tier)),
          absl::StrCat("qxspoken", owner, TierName(tier))};
}

// What such a listing and north's need both say.
std::string Echoes(const std::string& owner, v1::Confidentiality tier) {
  return absl::StrCat(" ", EchoWord(owner, tier), " and ", EchoTopic(owner, tier).label);
}

// One listing, and the canaries in it.
class Planter {
 public:
  Planter(const std::string& owner, const std::string& list, v1::Confidentiality tier)
      : owner_(owner), tier_(tier), stem_(absl::StrCat("qx", owner, list, TierName(tier))) {
    for (std::size_t i = 0; i < stem_.size(); ++i) {
      number_ = (number_ * 31 + static_cast<unsigned char>(stem_[i])) % 1'000'000;
    }
  }

  v1::Listing Plant(std::vector<Canary>* planted) {
    planted_ = planted;
    v1::Listing listing;
    listing.set_id(Text("id", Canary::Kind::kTopic));
    listing.add_topics(Text("topic", Canary::Kind::kTopic));
    (*listing.mutable_title())["en"] = absl::StrCat("Game music ", Text("title"));
    (*listing.mutable_title())["zh"] = absl::StrCat("游戏配乐 ", Text("titlezh"));
    (*listing.mutable_text())["en"] = absl::StrCat("Sound design, ", Text("text"), ".");
    listing.add_regions(absl::StrCat("CN-", absl::AsciiStrToUpper(Text("region"))));
    listing.mutable_budget()->set_currency_code("CNY");
    listing.mutable_budget()->set_max_units(Number(7'000'000'000'000));
    listing.mutable_deadline()->set_seconds(Number(4'000'000'000));
    listing.mutable_expire_time()->set_seconds(Number(5'000'000'000));
    v1::Rule& rule = *listing.add_rules();
    rule.set_strength(v1::Rule::MUST_NOT);
    rule.mutable_condition()->add_labels(Text("label"));
    v1::Embedding& embedding = *listing.add_embeddings();
    embedding.set_model(Text("model"));
    embedding.add_values(1);
    listing.set_confidentiality(tier_);
    return listing;
  }

 private:
  void Add(const std::string& text, Canary::Kind kind) {
    if (planted_ != nullptr) planted_->push_back({text, owner_, tier_, kind});
  }
  std::string Text(const std::string& field, Canary::Kind kind = Canary::Kind::kContent) {
    // The end keeps one canary from being the beginning of another.
    const std::string text = absl::StrCat(stem_, field, "xq");
    Add(text, kind);
    return text;
  }
  std::int64_t Number(std::int64_t above) {
    Add(absl::StrCat(above + number_), Canary::Kind::kContent);
    return above + number_;
  }

  const std::string owner_;
  const v1::Confidentiality tier_;
  const std::string stem_;
  std::int64_t number_ = 0;
  std::vector<Canary>* planted_ = nullptr;
};

v1::Member Planted(const std::string& id, std::vector<Canary>* planted) {
  v1::Member member;
  member.set_name(absl::StrCat("alliances/music/members/", id));
  member.set_kind(id == "north" ? v1::CREATOR : v1::SCENE_UNIT);
  (*member.mutable_display_name())["en"] = id;
  for (const v1::Confidentiality tier : kTiers) {
    *member.add_needs() = Planter(id, "needs", tier).Plant(planted);
    v1::Listing& offer = *member.add_offers();
    offer = Planter(id, "offers", tier).Plant(planted);
    if (id != "north") {
      absl::StrAppend(&(*offer.mutable_text())["en"], Echoes(id, tier));
      if (planted != nullptr) {
        planted->push_back({EchoWord(id, tier), id, tier, Canary::Kind::kEcho});
        planted->push_back({EchoTopic(id, tier).id, id, tier, Canary::Kind::kEcho});
      }
    }
  }
  if (id != "north") return member;
  // A need for each tier, so that each echo has a need of its own to be found by.
  for (const v1::Confidentiality tier : kTiers) {
    v1::Listing& need = *member.add_needs();
    need.set_id(absl::StrCat("echo-", TierName(tier)));
    (*need.mutable_title())["en"] =
        absl::StrCat("Wanted:", Echoes("star", tier), " or", Echoes("harp", tier));
  }
  return member;
}

}  // namespace

const std::vector<Canary>& Canaries() {
  static const auto* const kCanaries = [] {
    auto* canaries = new std::vector<Canary>;
    for (const char* id : kCanaryMembers) Planted(id, canaries);
    return canaries;
  }();
  return *kCanaries;
}

std::vector<CanaryTopic> CanaryTopics() {
  std::vector<CanaryTopic> topics;
  for (const char* id : kCanaryMembers) {
    const v1::Member member = Planted(id, nullptr);
    for (const auto* listings : {&member.needs(), &member.offers()}) {
      for (const v1::Listing& listing : *listings) {
        for (const std::string& topic : listing.topics()) topics.push_back({topic, topic});
      }
    }
    for (const v1::Confidentiality tier : kTiers) topics.push_back(EchoTopic(id, tier));
  }
  return topics;
}

v1::Member WithCanaries(const std::string& id) { return Planted(id, nullptr); }

bool Asker::MayBeTold(const Canary& canary) const {
  if (sees_everything || canary.tier == v1::PUBLIC || canary.owner == member) return true;
  if (canary.tier == v1::BROKER) return false;
  if (canary.kind == Canary::Kind::kTopic) return true;
  return canary.tier == v1::MUTUAL && !member.empty() && canary.owner == accepted;
}

}  // namespace counterpoint::service
