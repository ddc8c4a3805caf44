#include "service/rpc/interaction_judge.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "service/conversion/interaction_record.h"
#include "service/conversion/resource_name.h"
#include "service/tokens/attribution_token.h"

namespace counterpoint::service {
namespace {

using storage::Collection;

}  // namespace

absl::StatusOr<InteractionJudge::Judgement> InteractionJudge::Judge(
    const validation::FieldPath& path, const v1::Interaction& said, validation::Violations& taken,
    validation::Violations& wrong) {
  const std::string id = conversion::ParseInteractionName(said.name())->interaction;
  Judgement judgement;
  auto record = view_.Get(alliance_, Collection::kInteraction, id);
  if (record.ok()) {
    const auto kept = conversion::InteractionOf(alliance_, *record);
    if (!kept.ok()) return kept.status();
    if (conversion::SayTheSame(said, *kept)) {
      judgement.present = *std::move(record);
    } else {
      judgement.is_taken = true;
      taken.Add(path.Field("name"), absl::StrCat("is there with other content: ", id));
    }
    return judgement;
  }
  if (!absl::IsNotFound(record.status())) return record.status();
  const std::size_t wrong_before = wrong.size();
  absl::Status looked_up = ExpectMember(path.Field("member"), said.member(), wrong);
  looked_up.Update(ExpectMember(path.Field("partner"), said.partner(), wrong));
  if (!looked_up.ok()) return looked_up;
  const auto attributed = Attributed(path, said, wrong);
  if (!attributed.ok()) return attributed.status();
  if (wrong.size() > wrong_before) return judgement;
  storage::Write& write = judgement.write.emplace();
  write.collection = Collection::kInteraction;
  write.id = id;
  write.payload = conversion::PayloadOf(*attributed);
  write.precondition = storage::Precondition::MustNotExist();
  return judgement;
}

absl::Status InteractionJudge::ExpectMember(const validation::FieldPath& path,
                                            const std::string& name,
                                            validation::Violations& wrong) {
  const auto [exists, is_new] = members_.try_emplace(name, false);
  if (is_new) {
    const std::string id = conversion::ParseMemberName(name)->member;
    const auto record = view_.Get(alliance_, Collection::kMember, id);
    if (!record.ok() && !absl::IsNotFound(record.status())) return record.status();
    exists->second = record.ok();
  }
  if (!exists->second) wrong.Add(path, "no such member");
  return absl::OkStatus();
}

absl::StatusOr<v1::Interaction> InteractionJudge::Attributed(const validation::FieldPath& path,
                                                             const v1::Interaction& said,
                                                             validation::Violations& wrong) {
  v1::Interaction attributed = said;
  attributed.clear_staff_rule();  // Output only.
  if (said.attribution_token().empty()) return attributed;
  const validation::FieldPath token_path = path.Field("attribution_token");
  const auto token = DecodeAttributionToken(said.attribution_token());
  if (!token) {
    wrong.Add(token_path, "must be one that a list came with");
    return attributed;
  }
  if (token->alliance != alliance_) {
    wrong.Add(token_path, "is of a list of another alliance");
    return attributed;
  }
  const std::string asker = conversion::FormatMemberName(alliance_, token->member);
  if (asker != said.member() && asker != said.partner()) {
    wrong.Add(token_path, "is of a list for neither `member` nor `partner`");
    return attributed;
  }
  const std::string& shown = asker == said.member() ? said.partner() : said.member();
  const auto place = places_.Find(*token, conversion::ParseMemberName(shown)->member);
  if (!place.ok()) return place.status();
  if (place->has_value()) {
    attributed.set_place((*place)->place);
    if (!(*place)->staff_rule.empty()) {
      attributed.set_staff_rule(conversion::FormatStaffRuleName(alliance_, (*place)->staff_rule));
    }
  }
  return attributed;
}

storage::Record Written(const storage::Write& write, const storage::CommitResult& result) {
  storage::Record record;
  record.id = write.id;
  record.payload = write.payload;
  record.create_time = result.commit_time;
  return record;
}

}  // namespace counterpoint::service
