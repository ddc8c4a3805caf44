// Both forms begin with the same eight-byte numbers, the least significant byte
// first: version of the form (2), Analyzer::kVersion, fingerprint of the
// thesaurus, revision, members (0 for texts). The bytes of matching follow.
#include "service/live_index/kept_features.h"

#include <array>
#include <utility>

namespace counterpoint::service {
namespace {

constexpr std::uint64_t kForm = 2;
constexpr std::size_t kHeaderNumbers = 5;
constexpr std::size_t kHeaderBytes = kHeaderNumbers * 8;
using Header = std::array<std::uint64_t, kHeaderNumbers>;

Header MakeHeader(const KnownAlliance& alliance, std::int64_t revision, std::size_t members) {
  return {kForm, matching::Analyzer::kVersion, alliance.thesaurus_fingerprint,
          static_cast<std::uint64_t>(revision), members};
}

std::string Encode(const Header& header, absl::string_view body) {
  std::string bytes;
  bytes.reserve(kHeaderBytes + body.size());
  for (const std::uint64_t number : header) {
    for (int shift = 0; shift < 64; shift += 8) bytes.push_back(static_cast<char>(number >> shift));
  }
  bytes.append(body.data(), body.size());
  return bytes;
}

// Takes the header off `bytes`.
std::optional<Header> TakeHeader(absl::string_view& bytes) {
  if (bytes.size() < kHeaderBytes) return std::nullopt;
  Header header{};
  for (std::size_t i = 0; i < kHeaderBytes; ++i) {
    header[i / 8] |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (i % 8 * 8);
  }
  bytes.remove_prefix(kHeaderBytes);
  return header;
}

}  // namespace

std::string EncodeKeptTexts(const KnownAlliance& alliance, std::int64_t revision,
                            const matching::MemberTexts& texts) {
  return Encode(MakeHeader(alliance, revision, 0),
                matching::EncodeTexts(*alliance.thesaurus, texts));
}

std::optional<matching::MemberTexts> DecodeKeptTexts(const KnownAlliance& alliance,
                                                     std::int64_t revision,
                                                     absl::string_view bytes) {
  const auto header = TakeHeader(bytes);
  if (!header || *header != MakeHeader(alliance, revision, 0)) return std::nullopt;
  auto texts = matching::DecodeTexts(*alliance.thesaurus, bytes);
  if (!texts.ok()) return std::nullopt;
  return *std::move(texts);
}

std::string EncodeKeptModel(const KnownAlliance& alliance, const LearntModel& learnt) {
  return Encode(MakeHeader(alliance, learnt.revision, learnt.members), learnt.model->Encode());
}

std::optional<LearntModel> DecodeKeptModel(const KnownAlliance& alliance, absl::string_view bytes) {
  const auto header = TakeHeader(bytes);
  if (!header) return std::nullopt;
  LearntModel learnt;
  learnt.revision = static_cast<std::int64_t>((*header)[3]);
  learnt.members = (*header)[4];
  if (*header != MakeHeader(alliance, learnt.revision, learnt.members) ||
      learnt.revision < alliance.record.create_revision) {
    return std::nullopt;
  }
  auto model = matching::TextModel::Decode(alliance.thesaurus, bytes);
  if (!model.ok()) return std::nullopt;
  learnt.model = *std::move(model);
  return learnt;
}

}  // namespace counterpoint::service
