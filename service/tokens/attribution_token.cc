#include "service/tokens/attribution_token.h"

#include <limits>

#include "service/tokens/token_bytes.h"

namespace counterpoint::service {

AttributionToken StoredListToken(absl::string_view alliance, absl::string_view member,
                                 int generation, std::int64_t policy_version, std::int64_t revision,
                                 absl::Time as_of) {
  AttributionToken token;
  token.method = RankingMethod::kListRecommendations;
  token.alliance = std::string(alliance);
  token.member = std::string(member);
  token.revision = revision;
  token.policy_version = policy_version;
  token.as_of = absl::ToUnixSeconds(as_of);
  token.pin = static_cast<std::uint64_t>(generation);
  return token;
}

int GenerationOf(const AttributionToken& token) {
  return token.method == RankingMethod::kListRecommendations ? static_cast<int>(token.pin) : 0;
}

std::string EncodeAttributionToken(const AttributionToken& token) {
  TokenWriter writer;
  writer.Number(static_cast<std::uint64_t>(token.method));
  writer.String(token.alliance);
  writer.String(token.member);
  writer.Number(static_cast<std::uint64_t>(token.revision));
  writer.Number(static_cast<std::uint64_t>(token.policy_version));
  writer.Number(static_cast<std::uint64_t>(token.as_of));
  writer.Number(static_cast<std::uint64_t>(token.model_revision));
  writer.Number(token.pin);
  return std::move(writer).Finish();
}

std::optional<AttributionToken> DecodeAttributionToken(absl::string_view text) {
  auto reader = TokenReader::Open(text);
  AttributionToken token;
  std::uint64_t method = 0;
  if (!reader || !reader->Number(method) || !reader->String(token.alliance) ||
      !reader->String(token.member) || !reader->Number(token.revision) ||
      !reader->Number(token.policy_version) || !reader->Number(token.as_of) ||
      !reader->Number(token.model_revision) || !reader->Number(token.pin) || !reader->AtEnd()) {
    return std::nullopt;
  }
  if (method < static_cast<std::uint64_t>(RankingMethod::kRecommendPartners) ||
      method > static_cast<std::uint64_t>(RankingMethod::kListRecommendations)) {
    return std::nullopt;
  }
  token.method = static_cast<RankingMethod>(method);
  const bool names_generation =
      token.pin > 0 && token.pin <= std::numeric_limits<std::int32_t>::max();
  if (token.method == RankingMethod::kListRecommendations && !names_generation) return std::nullopt;
  return token;
}

}  // namespace counterpoint::service
