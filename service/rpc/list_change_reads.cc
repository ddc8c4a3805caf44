#include "service/rpc/list_change_reads.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service/conversion/timestamp.h"
#include "service/recommendations/change_message.h"
#include "service/recommendations/change_reasons.h"
#include "service/recommendations/change_wording.h"
#include "service/recommendations/digest.h"
#include "service/recommendations/list_gate.h"
#include "service/rpc/list_page.h"
#include "service/rpc/match_message.h"
#include "service/rpc/request_check.h"
#include "service/tokens/fingerprint.h"
#include "service/tokens/page_token.h"

namespace counterpoint::service {
namespace {

constexpr int kDefaultPage = 100;

// Which generations the pages of a comparison are about, so that `current` means
// the same on all of them: "7/12/last-member".
struct ComparedPage {
  int base = 0;
  int generation = 0;
  std::string after;  // Id of a member.

  std::string ToString() const { return absl::StrCat(base, "/", generation, "/", after); }
  static std::optional<ComparedPage> Parse(absl::string_view text) {
    const std::vector<std::string> parts = absl::StrSplit(text, absl::MaxSplits('/', 2));
    ComparedPage page;
    if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &page.base) ||
        !absl::SimpleAtoi(parts[1], &page.generation)) {
      return std::nullopt;
    }
    page.after = parts[2];
    return page;
  }
};

// What a digest compares the current lists with, and the moment that stands for.
struct DigestBase {
  std::shared_ptr<const StoredLists> lists;  // Null: there was nothing before.
  absl::Time since;
};

absl::Time TimeOf(const stored::Publication& step) {
  return absl::FromUnixMicros(step.time_micros());
}

// Goes back over the steps from the last one to what was current at `since`; where
// generations are no longer kept, the oldest on the way stands in.
absl::StatusOr<DigestBase> BaseAt(Generations& generations, const storage::ReadView& view,
                                  const std::string& alliance,
                                  const Generations::Published& current, absl::Time since) {
  DigestBase base{current.lists, TimeOf(current.publication)};
  const auto cursor = view.Scan(alliance, storage::Collection::kPublication, "");
  storage::Record record;
  while (base.since > since) {
    const auto more = cursor->Next(record);
    if (!more.ok()) return more.status();
    if (!*more) break;
    stored::Publication step;
    if (!step.ParseFromString(record.payload)) {
      return absl::DataLossError("a step of what is current cannot be read");
    }
    // Newer than what was looked up, or that itself.
    if (step.sequence() >= current.publication.sequence()) continue;
    auto lists = generations.Lists({alliance, step.generation()});
    if (absl::IsNotFound(lists.status())) break;
    if (!lists.ok()) return lists.status();
    base = {*std::move(lists), TimeOf(step)};
  }
  base.since = std::max(base.since, since);
  return base;
}

// What was current before the last step, if it is still kept.
absl::StatusOr<DigestBase> BaseBefore(Generations& generations, const std::string& alliance,
                                      const Generations::Published& current) {
  const DigestBase nothing{nullptr, TimeOf(current.publication)};
  const int previous = current.publication.previous();
  if (previous == 0) return nothing;
  auto lists = generations.Lists({alliance, previous});
  if (absl::IsNotFound(lists.status())) return DigestBase{current.lists, nothing.since};
  if (!lists.ok()) return lists.status();
  const absl::Time made = conversion::ToTime((*lists)->generation().complete_time());
  return DigestBase{*std::move(lists), made};
}

}  // namespace

absl::StatusOr<v1::CompareGenerationsResponse> ListChangeReads::Compare(
    const v1::CompareGenerationsRequest& request) const {
  const auto base_name = conversion::ParseGenerationName(request.base());
  const auto view = backend_.store.View();
  const auto known = CheckAndFind(
      backend_, *view, base_name ? std::optional(base_name->alliance) : std::nullopt, request);
  if (!known.ok()) return known.status();
  const std::string& alliance = (*known)->id;
  const auto token = DecodePageToken(request.page_token(), request);
  if (!token.ok()) return token.status();
  ComparedPage page{base_name->generation,
                    conversion::ParseGenerationName(request.generation())->generation, ""};
  if (token->has_value()) {
    auto begun = ComparedPage::Parse((*token)->after);
    if (!begun) return ExpiredPageToken();
    page = *std::move(begun);
  }
  const auto expired = [&](const absl::Status& status) {
    return token->has_value() && absl::IsNotFound(status) ? ExpiredPageToken() : status;
  };
  auto base = backend_.generations.Lists({alliance, page.base});
  if (!base.ok()) return expired(base.status());
  auto basis = sources_.Now(conversion::GenerationName{alliance, page.generation});
  if (!basis.ok()) return expired(basis.status());
  page.base = (*base)->number();
  page.generation = basis->lists->number();
  auto reasons = FindReasons(backend_.generations, *view, alliance, page.base, page.generation);
  if (!reasons.ok()) return reasons.status();
  reasons->is_vetoed = VetoesOf(*basis);
  const GenerationDifference difference(*std::move(base), basis->lists, *std::move(reasons));

  v1::CompareGenerationsResponse response;
  const DifferenceTotals totals = difference.Totals();
  response.set_changed_list_count(totals.lists);
  response.set_entered_count(totals.entered);
  response.set_left_count(totals.left);
  response.set_moved_count(totals.moved);
  const auto page_size = static_cast<std::size_t>(PageSize(request.page_size(), kDefaultPage));
  const auto lists = difference.After(page.after, page_size + 1);
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    if (i == page_size || bytes >= kAnswerBytes) {
      page.after = std::string(lists[i - 1].member);
      PageToken next;
      next.query = QueryFingerprint(request);
      next.after = page.ToString();
      response.set_next_page_token(EncodePageToken(next));
      break;
    }
    v1::ListChange& change = *response.add_list_changes();
    change = MessageOf(lists[i], *basis->snapshot, LanguageOf(request.language_code()));
    bytes += change.ByteSizeLong();
  }
  return response;
}

absl::StatusOr<v1::RecommendationDigest> ListChangeReads::Digest(
    const v1::GetRecommendationDigestRequest& request) const {
  const auto view = backend_.store.View();
  const auto known =
      CheckByTopics(backend_, *view, AllianceOfMemberName(request.member()), request);
  if (!known.ok()) return known.status();
  const std::string& alliance = (*known)->id;
  const std::string id = conversion::ParseMemberName(request.member())->member;
  const auto record = view->Get(alliance, storage::Collection::kMember, id);
  if (absl::IsNotFound(record.status())) return MemberNotFound(alliance, id);
  if (!record.ok()) return record.status();
  const auto current = backend_.generations.Current(alliance);
  if (!current.ok()) return current.status();
  const auto base = request.has_since_time()
                        ? BaseAt(backend_.generations, *view, alliance, **current,
                                 conversion::ToTime(request.since_time()))
                        : BaseBefore(backend_.generations, alliance, **current);
  if (!base.ok()) return base.status();
  const auto basis = sources_.Now((*current)->lists);
  if (!basis.ok()) return basis.status();
  const int base_number = base->lists == nullptr ? 0 : base->lists->number();
  auto reasons =
      FindReasons(backend_.generations, *view, alliance, base_number, basis->lists->number());
  if (!reasons.ok()) return reasons.status();
  reasons->rolled_back = base_number > basis->lists->number();
  reasons->is_vetoed = VetoesOf(*basis);
  const GenerationDifference difference(base->lists, basis->lists, *std::move(reasons));

  std::vector<v1::RecommendationChange> changes;
  std::vector<std::string> causes;
  const matching::Language language = LanguageOf(request.language_code());
  const auto owner = basis->snapshot->index->Find(id);
  for (const EntryChange& change : difference.Of(id).changes) {
    // Nobody is to be told of somebody whom the list does not show any more.
    if (change.kind != v1::RecommendationChange::LEFT && owner != nullptr) {
      const ListGate gate(*basis, {id, owner.get(), false}, nullptr, 0);
      const auto partner = basis->snapshot->index->Find(change.partner);
      if (partner == nullptr || !gate.Allows(*partner)) continue;
    }
    changes.push_back(MessageOf(change, *basis->snapshot, language));
    causes.push_back(DescribeCause(change, language));
  }
  v1::RecommendationDigest told = WriteDigest(changes, causes, base->since, language);
  told.set_member(request.member());
  told.mutable_changes()->Assign(changes.begin(), changes.end());
  if (base->lists != nullptr) told.set_base(base->lists->generation().name());
  told.set_generation(basis->lists->generation().name());
  return told;
}

}  // namespace counterpoint::service
