#include "service/rpc/alliance_reads.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "matching/thesaurus/folding.h"
#include "service/conversion/topic.h"
#include "service/rpc/list_page.h"
#include "service/rpc/request_check.h"
#include "service/tokens/fingerprint.h"
#include "service/tokens/page_token.h"

namespace counterpoint::service {
namespace {

constexpr int kDefaultAlliances = 100;
constexpr int kDefaultTopics = 1000;

absl::StatusOr<v1::Alliance> Show(const storage::ReadView& view, const std::string& alliance) {
  const auto record = view.Get(alliance, storage::Collection::kAlliance, "");
  if (absl::IsNotFound(record.status())) return AllianceNotFound(alliance);
  if (!record.ok()) return record.status();
  const auto revision = view.Revision(alliance);
  if (!revision.ok()) return revision.status();
  return ShownAlliance(alliance, *record, *revision);
}

std::string Folded(const std::string& text) {
  std::string folded;
  for (const auto& character : matching::Fold(text)) {
    matching::AppendUtf8(character.code, folded);
  }
  return folded;
}

bool Mentions(const matching::Topic& topic, const std::string& folded_query) {
  const auto contains = [&](const std::string& text) {
    return absl::StrContains(Folded(text), folded_query);
  };
  return contains(topic.id) || std::any_of(topic.zh.begin(), topic.zh.end(), contains) ||
         std::any_of(topic.en.begin(), topic.en.end(), contains) ||
         std::any_of(topic.ambiguous.begin(), topic.ambiguous.end(),
                     [&](const auto& ambiguous) { return contains(ambiguous.label); });
}

// The version of the topics that the pages show, or the present one.
absl::StatusOr<PageToken> TopicsPage(const v1::ListTopicsRequest& request,
                                     std::int64_t present_version) {
  const auto token = DecodePageToken(request.page_token(), request);
  if (!token.ok()) return token.status();
  const auto version = static_cast<std::uint64_t>(present_version);
  if (!token->has_value()) return PageToken{QueryFingerprint(request), version, 0, 0, ""};
  if ((*token)->pin != version) return ExpiredPageToken();
  return **token;
}

}  // namespace

absl::StatusOr<v1::Alliance> AllianceReads::Get(const v1::GetAllianceRequest& request) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  return Show(*backend_.store.View(), *conversion::ParseAllianceName(request.name()));
}

absl::StatusOr<v1::ListAlliancesResponse> AllianceReads::List(
    const v1::ListAlliancesRequest& request, const Caller& caller) const {
  const absl::Status checked = CheckAlone(request);
  if (!checked.ok()) return checked;
  if (!caller.ReachesAll()) return ListOne(request, caller.alliance);
  auto page = ListPage::Of(backend_.store, backend_.store.View(), request, request.page_token());
  if (!page.ok()) return page.status();

  const auto page_size = static_cast<std::size_t>(PageSize(request.page_size(), kDefaultAlliances));
  const auto ids = page->view().Alliances(page->after(), page_size + 1);
  if (!ids.ok()) return ids.status();
  v1::ListAlliancesResponse response;
  for (std::size_t i = 0; i < std::min(page_size, ids->size()); ++i) {
    auto alliance = Show(page->view(), (*ids)[i]);
    if (!alliance.ok()) return alliance.status();
    *response.add_alliances() = *std::move(alliance);
  }
  if (ids->size() <= page_size) return response;
  page->MoveTo((*ids)[page_size - 1]);
  response.set_next_page_token(page->NextToken());
  return response;
}

absl::StatusOr<v1::ListAlliancesResponse> AllianceReads::ListOne(
    const v1::ListAlliancesRequest& request, const std::string& alliance) const {
  const auto token = DecodePageToken(request.page_token(), request);
  if (!token.ok()) return token.status();
  if (token->has_value()) return ExpiredPageToken();  // There is one page.
  v1::ListAlliancesResponse response;
  auto only = Show(*backend_.store.View(), alliance);
  if (only.ok()) {
    *response.add_alliances() = *std::move(only);
  } else if (!absl::IsNotFound(only.status())) {
    return only.status();
  }
  return response;
}

absl::StatusOr<v1::ListTopicsResponse> AllianceReads::ListTopics(
    const v1::ListTopicsRequest& request) const {
  const auto view = backend_.store.View();
  const auto known =
      CheckByTopics(backend_, *view, conversion::ParseAllianceName(request.parent()), request);
  if (!known.ok()) return known.status();
  auto page = TopicsPage(request, (*known)->policy.version);
  if (!page.ok()) return page.status();

  const matching::Thesaurus& thesaurus = *(*known)->thesaurus;
  const auto broader = thesaurus.Find(request.broader());
  const std::string query = Folded(request.query());
  const int page_size = PageSize(request.page_size(), kDefaultTopics);
  v1::ListTopicsResponse response;
  response.set_policy_version((*known)->policy.version);
  for (std::size_t i = page->offset; i < thesaurus.size(); ++i) {
    const auto index = static_cast<matching::TopicIndex>(i);
    if (!request.broader().empty() && !(broader && thesaurus.Covers(*broader, index))) continue;
    if (!query.empty() && !Mentions(thesaurus.topic(index), query)) continue;
    if (response.topics_size() == page_size) {
      page->offset = i;
      response.set_next_page_token(EncodePageToken(*page));
      break;
    }
    *response.add_topics() = conversion::MessageOf(thesaurus.topic(index));
  }
  return response;
}

}  // namespace counterpoint::service
