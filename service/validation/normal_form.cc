#include "service/validation/normal_form.h"

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace counterpoint::validation {
namespace {

void FillInIds(google::protobuf::RepeatedPtrField<v1::Listing>& listings) {
  absl::flat_hash_set<std::string> taken;
  for (const v1::Listing& listing : listings) taken.insert(listing.id());
  int next = 1;
  int next_of_brokers = 1;
  for (v1::Listing& listing : listings) {
    // Numbered by themselves: a gap in the others' numbers would tell that there is one.
    const bool broker = listing.confidentiality() == v1::BROKER;
    while (listing.id().empty()) {
      std::string id = broker ? absl::StrCat("broker-", next_of_brokers++) : absl::StrCat(next++);
      if (taken.insert(id).second) listing.set_id(std::move(id));
    }
  }
}

// As it was before there was such a field, so that equal members are equal bytes.
void UnsetPublic(google::protobuf::RepeatedPtrField<v1::Listing>& listings) {
  for (v1::Listing& listing : listings) {
    if (listing.confidentiality() == v1::PUBLIC) listing.clear_confidentiality();
  }
}

}  // namespace

void Normalise(v1::Member& member) {
  member.clear_name();
  member.clear_etag();
  member.clear_create_time();
  member.clear_update_time();
  if (member.state() == v1::MEMBER_STATE_UNSPECIFIED) member.set_state(v1::ACTIVE);
  for (auto* listings : {member.mutable_offers(), member.mutable_needs()}) {
    UnsetPublic(*listings);
    FillInIds(*listings);
  }
}

void Normalise(v1::Alliance& alliance) {
  alliance.clear_name();
  alliance.clear_etag();
  alliance.clear_create_time();
  alliance.clear_update_time();
  alliance.clear_revision();
  if (alliance.has_policy()) alliance.mutable_policy()->clear_version();
}

}  // namespace counterpoint::validation
