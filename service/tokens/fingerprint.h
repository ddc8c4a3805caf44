// Short numbers that stand for longer bytes.
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "matching/thesaurus/thesaurus.h"

namespace counterpoint::service {

inline constexpr std::uint64_t kFingerprintSeed = 0xcbf29ce484222325;

// FNV-1a of 64 bits: the same on every machine and in every version, so that
// it can be kept. Goes on from `seed`. No protection against bad will.
std::uint64_t Fingerprint(absl::string_view bytes, std::uint64_t seed = kFingerprintSeed);

// Of a list request: its type and all of its fields but `page_size` and
// `page_token`.
std::uint64_t QueryFingerprint(const google::protobuf::Message& request);

// Of all topics with labels and broader topics.
std::uint64_t ThesaurusFingerprint(const matching::Thesaurus& thesaurus);

// Type and fields of a request, so that equal requests give equal bytes.
std::string RequestBytes(const google::protobuf::Message& request);

}  // namespace counterpoint::service
