// Resources that pass validation, for tests to spoil.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "counterpoint/v1/alliance.pb.h"
#include "counterpoint/v1/member.pb.h"
#include "google/protobuf/text_format.h"
#include "service/validation/setting.h"
#include "service/validation/violations.h"

namespace counterpoint::validation {

// Adds what the text says to the message.
inline void MergeText(const std::string& text, google::protobuf::Message& message) {
  google::protobuf::TextFormat::Parser parser;
  ASSERT_TRUE(parser.MergeFromString(text, &message)) << text;
}

// A member with every kind of field set, and the listings and credentials [0].
inline v1::Member ValidMember() {
  v1::Member member;
  MergeText(R"(
      kind: SCENE_UNIT
      display_name { key: "zh" value: "数字博物馆" }
      display_name { key: "en" value: "Digital museum" }
      description { key: "en" value: "Two lines,\n\tone tab." }
      offers { id: "hall" title { key: "en" value: "Exhibition hall" } }
      needs {
        title { key: "en" value: "Game music" } text { key: "zh" value: "需要游戏音乐" }
        topics: "games" cooperation_modes: LICENSING wanted_kinds: CREATOR regions: "CN-SH"
        budget { currency_code: "CNY" min_units: 10 max_units: 20 }
        deadline { seconds: 1800000000 } expire_time { seconds: 1800000001 }
        rules { strength: MUST condition { kinds: CREATOR } }
        embeddings { model: "m" values: [0, 1] }
      }
      sectors: "games" region: "CN-SH-XUHUI" employee_count: 12 founding_year: 1999
      credentials {
        kind: AWARD title { key: "en" value: "First prize" }
        competition_category: FUTURE_LIFESTYLES issuer: "Jury" year: 2024
      }
      capacity: 3 labels: "vip" state: PAUSED expire_time { seconds: 1900000000 })",
            member);
  return member;
}

inline v1::Alliance ValidAlliance() {
  v1::Alliance alliance;
  MergeText(R"(
      display_name { key: "en" value: "Digital music" }
      description { key: "en" value: "An alliance" }
      topics { id: "own-one" broader: "games"
               labels { key: "en" value { labels: "own topic number one" } } }
      topics { id: "own-two" broader: "own-one"
               labels { key: "zh" value { labels: "自有主题之二" } }
               labels { key: "en" value { labels: "own topic number two" } } }
      policy { floor: 0.1 text { words: 2 } reciprocity: MINIMUM
               kind_affinities { kind: CREATOR partner_kind: INVESTOR affinity: 0.5 } })",
            alliance);
  return alliance;
}

// Alliance "a" in 2025, with the built-in topics.
inline Setting TestSetting() {
  return {"a", matching::Thesaurus::BuiltIn().get(), absl::FromUnixSeconds(1'750'000'000)};
}

inline std::vector<std::string> FieldsOf(const Violations& violations) {
  std::vector<std::string> fields;
  for (const Violations::Violation& violation : violations.kept()) {
    fields.push_back(violation.field);
  }
  return fields;
}

// What is wrong after `text` has been added, and where.
struct BadField {
  std::string text;
  std::string field;
};

}  // namespace counterpoint::validation
