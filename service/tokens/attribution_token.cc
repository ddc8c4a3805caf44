#include "service/tokens/attribution_token.h"

#include "service/tokens/token_bytes.h"

namespace counterpoint::service {

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
      method > static_cast<std::uint64_t>(RankingMethod::kWhyNot)) {
    return std::nullopt;
  }
  token.method = static_cast<RankingMethod>(method);
  return token;
}

}  // namespace counterpoint::service
