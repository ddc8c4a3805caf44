// What the fields of a request say that describe a list.
#pragma once

#include <string>

#include "matching/ranking/ranking.h"
#include "service/conversion/member_condition.h"
#include "service/conversion/resource_name.h"
#include "service/rpc/ranking_session.h"
#include "service/staff_rules/rules_in_force.h"

namespace counterpoint::service {

// All but the length of the list. `Request` has filter, exclude, floor and
// diversity. Borrows the rules of the session's snapshot.
template <typename Request>
matching::RankingQuery QueryOf(const RankingSession& session, const Request& request) {
  const KnownAlliance& alliance = *session.snapshot->alliance;
  matching::RankingQuery query;
  query.policy = alliance.policy;
  if (request.has_floor()) query.policy.floor = request.floor();
  if (request.has_diversity()) query.policy.diversity = request.diversity();
  query.as_of = session.as_of;
  if (session.snapshot->rules != nullptr) query.rules = &session.snapshot->rules->rules;
  query.filter =
      matching::Condition(*alliance.thesaurus, conversion::ConditionOf(request.filter()));
  for (const std::string& name : request.exclude()) {
    query.exclude.insert(conversion::ParseMemberNameWithin(alliance.id, name).value_or(""));
  }
  return query;
}

}  // namespace counterpoint::service
