// A member as matching sees it: plain data, already validated. Topics are ids;
// text is UTF-8.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "matching/profile/vocabulary.h"

namespace counterpoint::matching {

struct NumberRange {
  std::int32_t min = INT32_MIN;
  std::int32_t max = INT32_MAX;  // Included.
};

// A condition on a member: values of one field are alternatives, all fields
// that are set have to hold.
struct MemberCondition {
  VocabularySet kinds = 0;
  VocabularySet states = 0;
  VocabularySet modes = 0;
  VocabularySet credentials = 0;
  std::vector<std::string> regions;
  std::vector<std::string> topics;   // Each covers its narrower ones.
  std::vector<std::string> sectors;  // Each covers its narrower ones.
  std::vector<std::string> labels;
  std::vector<std::string> members;  // Member ids.
  std::optional<NumberRange> employees;
  std::optional<NumberRange> founded;
};

enum class RuleStrength : std::uint8_t { kMust = 1, kShould = 2, kMustNot = 3 };

// What a listing asks of a partner.
struct Rule {
  RuleStrength strength = RuleStrength::kShould;
  MemberCondition condition;
};

struct Budget {
  std::string currency;  // Empty: no budget stated.
  std::int64_t min = 0;  // Whole units.
  std::int64_t max = 0;  // Whole units; 0: no upper bound.
};

struct Embedding {
  std::string model;
  std::vector<float> values;
};

// What others than its own member may learn of a listing, whoever they are. It is
// compared with others' in full either way. What is not disclosed is no part of what
// the member says as a whole: what stands in for needs, is like other profiles, or
// fulfils a condition.
enum class Disclosure : std::uint8_t {
  kAll,
  kTopics,  // The topics that it states.
  kNothing,
};

// An offer or a need.
struct ListingProfile {
  std::string id;
  std::vector<std::string> titles;  // One for each language, in order of tag.
  std::vector<std::string> texts;   // One for each language, in order of tag.
  std::vector<std::string> topics;
  VocabularySet modes = 0;         // Empty: any.
  VocabularySet wanted_kinds = 0;  // Empty: any.
  std::vector<std::string> regions;
  Budget budget;
  absl::Time deadline = absl::InfiniteFuture();
  absl::Time expire_time = absl::InfiniteFuture();
  std::vector<Rule> rules;
  std::vector<Embedding> embeddings;
  Disclosure disclosure = Disclosure::kAll;
};

struct Credential {
  CredentialKind kind = CredentialKind::kUnknown;
  std::vector<std::string> titles;
};

struct MemberProfile {
  std::string id;
  MemberKind kind = MemberKind::kUnknown;
  MemberState state = MemberState::kActive;
  std::vector<std::string> names;         // One for each language.
  std::vector<std::string> descriptions;  // One for each language.
  std::vector<ListingProfile> offers;
  std::vector<ListingProfile> needs;
  std::vector<std::string> sectors;
  std::string region;
  std::optional<std::int32_t> employees;
  std::optional<std::int32_t> founded;
  std::optional<std::int32_t> capacity;  // 0: takes on nobody further.
  std::vector<Credential> credentials;
  std::vector<std::string> labels;
  absl::Time update_time = absl::InfinitePast();
  // Of what stands in where a member states no needs: the profile as a whole;
  // and no offers: what it says of itself, without its needs.
  std::vector<Embedding> embeddings;
  std::vector<Embedding> description_embeddings;
};

}  // namespace counterpoint::matching
