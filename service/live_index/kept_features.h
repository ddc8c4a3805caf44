// Derived data of the live index: what is costly to make from records, kept in
// the store so that a restart needs not make it anew. The bytes are on disk;
// what does not fit is made anew.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "matching/features/member_features.h"
#include "matching/features/text_model.h"
#include "service/alliances/known_alliance.h"

namespace counterpoint::service {

// Kinds of storage::Store::PutDerived. Never change or reuse one.
inline constexpr std::uint8_t kKeptTexts = 1;      // Id: that of the member.
inline constexpr std::uint8_t kKeptModel = 2;      // Id: kModelId.
inline constexpr std::uint8_t kKeptEmbedding = 3;  // Id: see embedding/embedding_cache.h.
inline constexpr char kModelId[] = "model";

// Analysed texts of a member's record at a revision, for the analyser of this
// program and the thesaurus of the alliance.
std::string EncodeKeptTexts(const KnownAlliance& alliance, std::int64_t revision,
                            const matching::MemberTexts& texts);
// Nothing where the bytes are damaged or were made from anything else.
std::optional<matching::MemberTexts> DecodeKeptTexts(const KnownAlliance& alliance,
                                                     std::int64_t revision,
                                                     absl::string_view bytes);

// A text model, with the revision and the number of members it was learnt from.
struct LearntModel {
  std::shared_ptr<const matching::TextModel> model;
  std::int64_t revision = 0;
  std::size_t members = 0;
};
std::string EncodeKeptModel(const KnownAlliance& alliance, const LearntModel& learnt);
// Nothing where the bytes are damaged, or were made with another analyser or
// thesaurus, or from an earlier alliance of the same id.
std::optional<LearntModel> DecodeKeptModel(const KnownAlliance& alliance, absl::string_view bytes);

}  // namespace counterpoint::service
