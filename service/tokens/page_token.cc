#include "service/tokens/page_token.h"

#include "service/tokens/fingerprint.h"
#include "service/tokens/token_bytes.h"
#include "service/validation/violations.h"

namespace counterpoint::service {
namespace {

absl::Status ForeignPageToken() {
  validation::Violations violations;
  violations.Add(validation::FieldPath("page_token"),
                 "must come from the answer before, with all other fields as they were");
  return violations.ToStatus();
}

}  // namespace

std::string EncodePageToken(const PageToken& token) {
  TokenWriter writer;
  writer.Number(token.query);
  writer.Number(token.pin);
  writer.Number(static_cast<std::uint64_t>(token.as_of));
  writer.Number(token.offset);
  writer.Number(static_cast<std::uint64_t>(token.need_vector));
  writer.String(token.after);
  return std::move(writer).Finish();
}

absl::StatusOr<std::optional<PageToken>> DecodePageToken(absl::string_view page_token,
                                                         const google::protobuf::Message& request) {
  if (page_token.empty()) return std::optional<PageToken>();
  auto reader = TokenReader::Open(page_token);
  PageToken token;
  std::uint64_t need_vector = 0;
  if (!reader || !reader->Number(token.query) || !reader->Number(token.pin) ||
      !reader->Number(token.as_of) || !reader->Number(token.offset) ||
      !reader->Number(need_vector) || !reader->String(token.after) || !reader->AtEnd() ||
      token.query != QueryFingerprint(request)) {
    return ForeignPageToken();
  }
  token.need_vector = static_cast<NeedVector>(need_vector);
  return token;
}

absl::Status ExpiredPageToken() {
  return absl::FailedPreconditionError(
      "page_token: what the pages showed is no longer kept; start again without page_token");
}

}  // namespace counterpoint::service
