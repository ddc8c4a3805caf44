// Words that stand nowhere else, planted in every field of listings of every tier, and
// who may be told them.
#pragma once

#include <string>
#include <vector>

#include "counterpoint/v1/member.pb.h"

namespace counterpoint::service {

// The three members of FilledAlliancesTest.
inline constexpr const char* kCanaryMembers[] = {"north", "star", "harp"};

struct Canary {
  enum class Kind {
    kContent,  // Of a field that a listing withholds.
    kTopic,    // Of those that all but BROKER listings show: id and topic.
    // A word, or a topic that its text speaks of, that a public need of "north" has too:
    // where matches are told, it says that it stands in the listing.
    kEcho,
  };
  std::string text;  // In lower case; of numbers their digits.
  std::string owner;
  v1::Confidentiality tier;
  Kind kind;
};

// All of them, topics by id. The alliance has to have the topics.
const std::vector<Canary>& Canaries();
struct CanaryTopic {
  std::string id;
  std::string label;
};
std::vector<CanaryTopic> CanaryTopics();

// The member with offers and needs of every tier, with a canary in each field.
v1::Member WithCanaries(const std::string& id);

// For whom a call asks.
struct Asker {
  bool sees_everything = false;
  std::string member = {};    // Empty: nobody.
  std::string accepted = {};  // The member with which it has accepted each other, if any.

  // As proto/counterpoint/v1/listing.proto says; written anew for the test.
  bool MayBeTold(const Canary& canary) const;
};

}  // namespace counterpoint::service
