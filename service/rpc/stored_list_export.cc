#include "service/rpc/stored_list_export.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <string>

#include "service/conversion/member_condition.h"
#include "service/recommendations/list_answer.h"
#include "service/rpc/list_page.h"
#include "service/rpc/request_check.h"

namespace counterpoint::service {
namespace {

constexpr int kMostLists = 100;  // In one message.

// Where the list comes after `after`, by position.
std::uint32_t Begin(const StoredLists& lists, const std::string& after) {
  const auto& members = lists.members();
  return static_cast<std::uint32_t>(std::upper_bound(members.begin(), members.end(), after) -
                                    members.begin());
}

}  // namespace

absl::Status ExportLists(const Backend& backend, ListSources& sources,
                         const v1::ReadRecommendationsRequest& request,
                         const std::function<bool(const v1::ReadRecommendationsResponse&)>& send) {
  const auto alliance = conversion::ParseAllianceName(request.parent());
  const auto known = CheckByTopics(backend, *backend.store.View(), alliance, request);
  if (!known.ok()) return known.status();
  conversion::GenerationName generation{*alliance, 0};
  if (!request.generation().empty()) {
    generation = *conversion::ParseGenerationName(request.generation());
  }
  auto basis = sources.Now(generation);
  if (!basis.ok()) return basis.status();
  const matching::Thesaurus& thesaurus = *(*known)->thesaurus;
  const matching::Condition members(thesaurus, conversion::ConditionOf(request.member_filter()));
  const matching::Condition filter(thesaurus, conversion::ConditionOf(request.filter()));
  ListQuery query;
  query.filter = &filter;
  query.min_score = request.min_score();
  query.most = std::numeric_limits<std::size_t>::max();

  const std::shared_ptr<const StoredLists> lists = basis->lists;
  const std::uint32_t begin =
      request.after().empty()
          ? 0
          : Begin(*lists, conversion::ParseMemberNameWithin(*alliance, request.after()).value());
  v1::ReadRecommendationsResponse response;
  *response.mutable_provenance() = ProvenanceOf(*basis);
  std::size_t bytes = 0;
  bool told_provenance = false;
  for (std::uint32_t i = begin; i < lists->members().size(); ++i) {
    if (response.lists_size() == kMostLists || bytes >= kAnswerBytes) {
      if (!send(response)) return absl::CancelledError("the client is gone");
      told_provenance = true;
      response.Clear();
      bytes = 0;
      basis = sources.Now(lists);
      if (!basis.ok()) return basis.status();
    }
    const PresentMember& member = basis->At(i);
    if (member.features == nullptr || !members.HoldsFor(*member.features)) continue;
    const ListOwner owner{lists->members()[i], member.features.get(), member.changed};
    const std::string list = AnswerStored(*basis, owner, query).list;
    if (!response.add_lists()->ParseFromString(list)) {
      return absl::InternalError("a list could not be put into a message");
    }
    bytes += list.size();
  }
  if (told_provenance && response.lists().empty()) return absl::OkStatus();
  return send(response) ? absl::OkStatus() : absl::CancelledError("the client is gone");
}

}  // namespace counterpoint::service
