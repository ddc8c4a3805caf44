#include "service/rpc/stored_list_reads.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "service/conversion/member_condition.h"
#include "service/recommendations/list_answer.h"
#include "service/recommendations/patched_list.h"
#include "service/recommendations/recommendation_bytes.h"
#include "service/recommendations/staleness.h"
#include "service/rpc/ranking_session.h"
#include "service/rpc/request_check.h"
#include "service/tokens/fingerprint.h"
#include "service/tokens/page_token.h"

namespace counterpoint::service {

// What a request asks for, once it is known to be valid.
struct StoredListReads::Page {
  conversion::MemberName member;
  conversion::GenerationName generation;
  std::optional<PageToken> token;  // Nothing for the first page.
  matching::Condition filter;
  ListQuery query;  // Borrows the filter.

  // Of the generation: a page that goes on has seen it, so it is gone.
  absl::Status NotKept(const absl::Status& status) const {
    return token.has_value() && absl::IsNotFound(status) ? ExpiredPageToken() : status;
  }
};

namespace {

constexpr int kDefaultPage = 20;

// The member as the basis's snapshot has it, its features kept by `features`.
// Nothing where the snapshot has no such member.
std::optional<ListOwner> FindOwner(const ListBasis& basis, const std::string& id,
                                   std::shared_ptr<const matching::MemberFeatures>& features) {
  ListOwner owner;
  owner.id = id;
  if (const auto position = basis.lists->Find(id)) {
    const PresentMember& member = basis.At(*position);
    features = member.features;
    owner.changed = member.changed;
  } else {
    features = basis.snapshot->index->Find(id);
    owner.changed = true;
  }
  if (features == nullptr) return std::nullopt;
  owner.features = features.get();
  return owner;
}

// The token of the page after: its `after` is the number of the generation, and its
// pin the snapshot of a patched list.
std::string TokenAfter(const v1::ListRecommendationsRequest& request, const ListBasis& basis,
                       std::size_t next, std::uint64_t pin) {
  if (next == 0) return "";
  PageToken token;
  token.query = QueryFingerprint(request);
  token.pin = pin;
  token.offset = next;
  token.after = absl::StrCat(basis.lists->number());
  return EncodePageToken(token);
}

std::string ResponseOf(const ListAnswer& answer, const ListBasis& basis,
                       absl::string_view next_page_token) {
  constexpr std::size_t kRest = 256;  // More than provenance and lengths take.
  std::string response;
  response.reserve(answer.list.size() + next_page_token.size() + kRest);
  AppendList(answer.list, response);
  AppendProvenance(basis.lists->provenance(), basis.staleness->IsStale(basis), response);
  AppendNextPageToken(next_page_token, response);
  return response;
}

}  // namespace

absl::StatusOr<std::string> StoredListReads::List(
    const v1::ListRecommendationsRequest& request) const {
  auto member = conversion::ParseMemberName(request.member());
  const std::string alliance = member ? member->alliance : "";
  const auto snapshot = backend_.live_index.Current(alliance);
  validation::Setting setting;
  setting.alliance = alliance;
  if (snapshot.ok()) setting.thesaurus = (*snapshot)->alliance->thesaurus.get();
  validation::Violations violations;
  validation::Check(request, setting, violations);
  if (!violations.empty()) return violations.ToStatus();
  if (!snapshot.ok()) return snapshot.status();
  auto token = DecodePageToken(request.page_token(), request);
  if (!token.ok()) return token.status();

  Page page;
  page.member = *std::move(member);
  page.generation.alliance = alliance;
  if (!request.generation().empty()) {
    page.generation = *conversion::ParseGenerationName(request.generation());
  }
  page.filter = matching::Condition(*(*snapshot)->alliance->thesaurus,
                                    conversion::ConditionOf(request.filter()));
  page.query.filter = &page.filter;
  page.query.min_score = request.min_score();
  page.query.most = static_cast<std::size_t>(PageSize(request.page_size(), kDefaultPage));
  page.token = *std::move(token);
  if (page.token) {
    page.query.begin = page.token->offset;
    if (!absl::SimpleAtoi(page.token->after, &page.generation.generation)) {
      return ExpiredPageToken();
    }
  }
  return request.change_mode() == v1::ListRecommendationsRequest::PATCH ? ListPatched(request, page)
                                                                        : ListStored(request, page);
}

absl::StatusOr<std::string> StoredListReads::ListStored(
    const v1::ListRecommendationsRequest& request, const Page& page) const {
  const auto basis = sources_.Now(page.generation);
  if (!basis.ok()) return page.NotKept(basis.status());
  std::shared_ptr<const matching::MemberFeatures> features;
  std::optional<ListOwner> owner = FindOwner(*basis, page.member.member, features);
  const matching::MemberFeatures unknown;
  if (!owner) {
    // It may have come just now.
    const auto record = backend_.store.View()->Get(
        page.member.alliance, storage::Collection::kMember, page.member.member);
    if (absl::IsNotFound(record.status())) {
      return MemberNotFound(page.member.alliance, page.member.member);
    }
    if (!record.ok()) return record.status();
    owner = ListOwner{page.member.member, &unknown, true};
  }
  const ListAnswer answer = AnswerStored(*basis, *owner, page.query);
  return ResponseOf(answer, *basis, TokenAfter(request, *basis, answer.next, 0));
}

absl::StatusOr<std::string> StoredListReads::ListPatched(
    const v1::ListRecommendationsRequest& request, const Page& page) const {
  auto lists = backend_.generations.Lists(page.generation);
  if (!lists.ok()) return page.NotKept(lists.status());
  if ((*lists)->generation().shadow()) {
    return absl::FailedPreconditionError(
        "change_mode: a shadow generation was made with another policy and cannot be patched");
  }
  const auto view = backend_.store.View();
  RankingSession session;
  if (page.token) {
    auto pinned = backend_.pins.Pinned(page.token->pin);
    if (!pinned.ok() || pinned->snapshot->alliance->id != page.member.alliance ||
        pinned->kept_apart == nullptr) {
      return ExpiredPageToken();
    }
    session.pin = page.token->pin;
    session.snapshot = std::move(pinned->snapshot);
    session.kept_apart = std::move(pinned->kept_apart);
  } else {
    auto begun = BeginSession(backend_, *view, page.member.alliance, {page.member.member});
    if (!begun.ok()) return begun.status();
    session = *std::move(begun);
  }
  const auto basis = sources_.With(*std::move(lists), session.snapshot);
  if (!basis.ok()) return basis.status();
  const auto member = FindMember(*session.snapshot, page.member.member);
  if (!member.ok()) return member.status();
  const bool is_new = !basis->lists->Find(page.member.member).has_value();
  const ListOwner owner{page.member.member, member->features.get(),
                        is_new || member->revision > basis->lists->generation().revision()};
  // Whoever is excluded meanwhile is not shown, but moves nobody from page to page.
  ListBasis begun = *basis;
  begun.apart = session.kept_apart;
  const std::vector<PatchedEntry> entries = PatchList(begun, owner, backend_.parallel);
  const ListAnswer answer = AnswerPatched(*basis, owner, entries, page.query);
  return ResponseOf(answer, *basis, TokenAfter(request, *basis, answer.next, session.pin));
}

}  // namespace counterpoint::service
