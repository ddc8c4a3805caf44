#include "service/rpc/generation_reads.h"

#include <algorithm>
#include <limits>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "service/recommendations/generation_store.h"
#include "service/rpc/request_check.h"
#include "service/tokens/fingerprint.h"
#include "service/tokens/page_token.h"

namespace counterpoint::service {
namespace {

constexpr int kDefaultPage = 100;

}  // namespace

absl::StatusOr<v1::Generation> GenerationReads::Get(const v1::GetGenerationRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  auto name = *conversion::ParseGenerationName(request.name());
  const auto view = backend_.store.View();
  const auto alliance = FindAlliance(backend_, *view, name.alliance);
  if (!alliance.ok()) return alliance.status();
  const auto current = CurrentGeneration(*view, name.alliance);
  if (!current.ok()) return current.status();
  // Where there is no current one, none has the name.
  if (name.generation == 0 && *current == 0) return GenerationNotFound(name);
  if (name.generation == 0) name.generation = *current;
  const auto kept = ReadGeneration(*view, name);
  if (!kept.ok()) return kept.status();
  return MessageOf(*kept, *current);
}

// Numbers are never used again, so a page goes on below the last number that the
// one before showed, and needs nothing pinned.
absl::StatusOr<v1::ListGenerationsResponse> GenerationReads::List(
    const v1::ListGenerationsRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  const auto token = DecodePageToken(request.page_token(), request);
  if (!token.ok()) return token.status();
  const std::string alliance = *conversion::ParseAllianceName(request.parent());
  const auto view = backend_.store.View();
  const auto found = FindAlliance(backend_, *view, alliance);
  if (!found.ok()) return found.status();
  const auto current = CurrentGeneration(*view, alliance);
  if (!current.ok()) return current.status();
  const auto generations = ReadGenerations(*view, alliance);
  if (!generations.ok()) return generations.status();
  int below = std::numeric_limits<int>::max();
  if (token->has_value() && !absl::SimpleAtoi((*token)->after, &below)) below = 0;

  v1::ListGenerationsResponse response;
  const int page_size = PageSize(request.page_size(), kDefaultPage);
  for (const KeptGeneration& kept : *generations) {
    if (kept.name.generation >= below) continue;
    if (response.generations_size() == page_size) {
      PageToken next;
      next.query = QueryFingerprint(request);
      next.after = absl::StrCat(
          conversion::ParseGenerationName(response.generations().rbegin()->name())->generation);
      response.set_next_page_token(EncodePageToken(next));
      return response;
    }
    *response.add_generations() = MessageOf(kept, *current);
  }
  return response;
}

}  // namespace counterpoint::service
