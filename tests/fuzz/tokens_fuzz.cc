// What callers keep and send back: page and attribution tokens, etags, names, bearer tokens,
// ids of requests.
#include <cstdint>
#include <string>

#include "absl/strings/escaping.h"
#include "counterpoint/v1/member_filter.pb.h"
#include "service/access/bearer_token.h"
#include "service/calls/request_id.h"
#include "service/conversion/etag.h"
#include "service/conversion/resource_name.h"
#include "service/tokens/attribution_token.h"
#include "service/tokens/fingerprint.h"
#include "service/tokens/page_token.h"
#include "service/tokens/token_bytes.h"
#include "tests/fuzz/byte_source.h"
#include "tests/fuzz/require.h"

namespace counterpoint::service {
namespace {

using fuzz::ByteSource;
using fuzz::Require;
using fuzz::RequireNamed;

// With the right checksum, which no mutation finds.
std::string Sealed(absl::string_view bytes) {
  std::string sealed(bytes);
  const std::uint64_t checksum = Fingerprint(bytes);
  for (int i = 0; i < 8; ++i) sealed.push_back(static_cast<char>(checksum >> (8 * i) & 0xff));
  return absl::WebSafeBase64Escape(sealed);
}

void CheckTokenText(const std::string& text) {
  v1::MemberFilter query;
  query.add_labels("jazz");
  const auto page = DecodePageToken(text, query);
  if (!page.ok()) {
    RequireNamed(page.status(), absl::StatusCode::kInvalidArgument, "a foreign page token");
    Require(page.status().message().find("page_token") != absl::string_view::npos,
            "the error names page_token");
  } else if (page->has_value()) {
    Require(EncodePageToken(**page) == text, "a page token is written as it was");
  }
  const auto attribution = DecodeAttributionToken(text);
  if (!attribution) return;
  Require(EncodeAttributionToken(*attribution) == text,
          "an attribution token is written as it was");
  Require(
      attribution->method != RankingMethod::kListRecommendations || GenerationOf(*attribution) > 0,
      "a stored list is of a generation");
}

void CheckMadeTokens(ByteSource& source) {
  v1::MemberFilter query;
  query.add_regions(absl::BytesToHexString(source.Text()));
  PageToken page;
  page.query = QueryFingerprint(query);
  page.pin = source.Number<std::uint64_t>();
  page.as_of = source.Number<std::int64_t>();
  page.offset = source.Number<std::uint64_t>();
  page.need_vector = static_cast<NeedVector>(source.Below(3));
  page.after = source.Text();
  const auto read = DecodePageToken(EncodePageToken(page), query);
  Require(read.ok() && read->has_value() && (*read)->pin == page.pin &&
              (*read)->as_of == page.as_of && (*read)->offset == page.offset &&
              (*read)->need_vector == page.need_vector && (*read)->after == page.after,
          "a page token is read as it was");
  query.add_regions("another");
  Require(!DecodePageToken(EncodePageToken(page), query).ok(), "a token is of its query alone");

  AttributionToken token;
  token.method = static_cast<RankingMethod>(1 + source.Below(5));
  token.alliance = source.Text();
  token.member = source.Text();
  token.revision = source.Number<std::int64_t>();
  token.pin = source.Number<std::uint64_t>();
  const auto attribution = DecodeAttributionToken(EncodeAttributionToken(token));
  Require(attribution && attribution->alliance == token.alliance &&
              attribution->member == token.member && attribution->revision == token.revision &&
              attribution->pin == token.pin && attribution->method == token.method,
          "an attribution token is read as it was");
}

void CheckNames(const std::string& text) {
  using namespace conversion;
  if (const auto n = ParseAllianceName(text)) Require(FormatAllianceName(*n) == text, text);
  if (const auto n = ParseMemberName(text)) {
    Require(FormatMemberName(n->alliance, n->member) == text, text);
  }
  if (const auto n = ParseParticipantName(text)) {
    Require(FormatParticipantName(n->alliance, n->session, n->member) == text, text);
  }
  if (const auto n = ParsePlanName(text)) {
    Require(n->plan > 0 && FormatPlanName(n->alliance, n->session, n->plan) == text, text);
  }
  if (const auto n = ParseGenerationName(text)) {
    Require(n->generation >= 0 && FormatGenerationName(n->alliance, n->generation) == text, text);
  }
  if (const auto n = ParsePolicyProposalName(text)) {
    Require(n->proposal > 0 && FormatPolicyProposalName(n->alliance, n->proposal) == text, text);
  }
  if (const auto id = ParseMemberNameWithin("music", text)) {
    Require(IsResourceId(*id), "an id within a name has the form of one");
  }
}

void CheckPlainTexts(const std::string& text) {
  if (const auto revision = conversion::RevisionOf(text)) {
    Require(*revision >= 0 && conversion::EtagOf(*revision) == text, "an etag is as it was given");
  }
  if (const auto token = ParseBearerToken(text)) {
    Require(FormatBearerToken(*token) == text, "a bearer token is written as it was");
    Require(Matches(HashOf(token->secret), token->secret), "a secret matches what is kept of it");
  }
  const std::string id = RequestIdOr(text);
  Require(id == text || id.size() == 16, "an id of a request is the caller's or a new one");
  for (const unsigned char c : id) Require(c > ' ' && c < 0x7f, "an id forges no line of a log");
}

}  // namespace
}  // namespace counterpoint::service

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace counterpoint::service;
  const std::string text(reinterpret_cast<const char*>(data), size);
  CheckTokenText(text);
  CheckTokenText(Sealed(text));
  CheckNames(text);
  CheckPlainTexts(text);
  counterpoint::fuzz::ByteSource source(data, size);
  CheckMadeTokens(source);
  return 0;
}
