#include "tests/benchmarks/sample_alliance.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "clients/sample/generator.h"
#include "clients/sample/reader.h"
#include "service/conversion/member_profile.h"

namespace counterpoint::benchmarks {
namespace {

void KeepKnownTopics(google::protobuf::RepeatedPtrField<std::string>& topics) {
  const matching::Thesaurus& thesaurus = *SharedAnalyzer().thesaurus();
  for (int i = topics.size() - 1; i >= 0; --i) {
    if (!thesaurus.Find(topics[i])) topics.DeleteSubrange(i, 1);
  }
}

const sample::MemberGenerator& Generator() {
  static const sample::MemberGenerator* generator = [] {
    auto examples = sample::ReadMembers(COUNTERPOINT_SAMPLE_MEMBERS);
    if (!examples.ok()) {
      std::cerr << examples.status() << '\n';
      std::exit(1);
    }
    for (v1::Member& example : *examples) {
      const absl::string_view name = example.name();
      example.set_name(absl::StrCat("alliances/benchmark", name.substr(name.find("/members/"))));
      // The sample alliance's own topics are unknown to another one.
      for (auto* listings : {example.mutable_needs(), example.mutable_offers()}) {
        for (v1::Listing& listing : *listings) KeepKnownTopics(*listing.mutable_topics());
      }
      KeepKnownTopics(*example.mutable_sectors());
    }
    return new sample::MemberGenerator(*std::move(examples), kSeed);
  }();
  return *generator;
}

}  // namespace

std::vector<v1::Member> GenerateMembers(std::int64_t count) {
  std::vector<v1::Member> members;
  members.reserve(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) members.push_back(Generator().Make(i));
  return members;
}

const matching::Analyzer& SharedAnalyzer() {
  static const auto* analyzer = new matching::Analyzer(matching::Thesaurus::BuiltIn());
  return *analyzer;
}

std::shared_ptr<const matching::MemberFeatures> FeaturesOf(const v1::Member& member) {
  const absl::Time written = absl::FromUnixSeconds(1'790'000'000);
  const absl::string_view name = member.name();
  const auto profile = conversion::ProfileOf(name.substr(name.rfind('/') + 1), member, written);
  return matching::MakeFeatures(*SharedAnalyzer().thesaurus(), profile,
                                matching::AnalyzeTexts(SharedAnalyzer(), profile));
}

matching::MemberIndex::Members FeaturesOf(const std::vector<v1::Member>& members) {
  matching::MemberIndex::Members features(members.size());
  const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::thread> running;
  for (std::size_t t = 0; t < threads; ++t) {
    running.emplace_back([&, t] {
      for (std::size_t i = t; i < members.size(); i += threads) {
        features[i] = FeaturesOf(members[i]);
      }
    });
  }
  for (std::thread& thread : running) thread.join();
  return features;
}

const IndexedAlliance& AllianceOf(std::int64_t count) {
  static auto* made = new std::map<std::int64_t, IndexedAlliance>;
  IndexedAlliance& alliance = (*made)[count];
  if (alliance.index == nullptr) {
    alliance.members = FeaturesOf(GenerateMembers(count));
    alliance.index = matching::MemberIndex::Build(
        matching::TextModel::Learn(SharedAnalyzer().thesaurus(), alliance.members),
        alliance.members, 1);
  }
  return alliance;
}

std::vector<matching::Partnership> PartnershipsOf(const matching::MemberIndex::Members& members) {
  std::mt19937_64 random(kSeed);
  std::uniform_real_distribution<double> chance;
  const auto size = static_cast<double>(members.size());
  std::vector<matching::Partnership> partnerships;
  while (partnerships.size() < 10 * members.size()) {
    const auto a = static_cast<std::size_t>(size * chance(random));
    // The square of a chance is mostly small: the first members are in demand.
    const auto b = static_cast<std::size_t>(size * std::pow(chance(random), 2));
    if (a != b) partnerships.push_back({members[a]->id, members[b]->id});
  }
  return partnerships;
}

}  // namespace counterpoint::benchmarks
