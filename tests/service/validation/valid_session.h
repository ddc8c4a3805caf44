// A session and a participant that pass validation, for tests to spoil.
#pragma once

#include "counterpoint/v1/session.pb.h"
#include "tests/service/validation/valid_resources.h"

namespace counterpoint::validation {

// Of alliance "a", with every kind of field set: two days of two slots, tables
// "t1" with a screen and "t2" with a screen and a link.
inline v1::Session ValidSession() {
  v1::Session session;
  MergeText(R"(
      display_name { key: "zh" value: "春季对接会" }
      location { key: "en" value: "Hall 3" }
      time_zone: "Asia/Shanghai"
      days {
        date: "2027-03-02"
        slots { start: "09:00" minutes: 20 } slots { start: "09:20" minutes: 20 }
      }
      days {
        date: "2027-03-03"
        slots { start: "09:00" minutes: 20 } slots { start: "14:00" minutes: 30 }
      }
      tables { id: "t1" display_name { key: "en" value: "Window" } features: "screen" }
      tables {
        id: "t2" features: "screen" features: "link"
        closed_slots: "2027-03-02T09:00" closed_slots: "2027-03-03T14:00"
      }
      pairing {
        source: BY_SCORE candidates: 10 fairness: WORST_OFF_FIRST
        requested_pairs { participant: "alliances/a/members/m" partner: "alliances/a/members/n" }
        may_meet { kind: CREATOR partner_kind: SCENE_UNIT }
        met_before { participant: "alliances/a/members/m" partner: "alliances/a/members/o" }
        least_meetings: 1 most_meetings: 3
        banned_pairs { participant: "alliances/a/members/n" partner: "alliances/a/members/o" }
      }
      placing {
        break_fairness: BREAKS most_difference: 1
        fixed_meetings {
          pair { participant: "alliances/a/members/m" partner: "alliances/a/members/n" }
          slot: "2027-03-02T09:00" table: "t1"
        }
        orders {
          earlier { participant: "alliances/a/members/m" partner: "alliances/a/members/n" }
          later { participant: "alliances/a/members/m" partner: "alliances/a/members/p" }
        }
      }
      join_deadline { seconds: 1800000000 })",
            session);
  return session;
}

// Of member "m".
inline v1::Participant ValidParticipant() {
  v1::Participant participant;
  MergeText(R"(
      delegates { display_name: "Delegate one" role: "Head of sound" languages: "zh" }
      unavailable_slots: "2027-03-02T09:20"
      preferred_day_part: MORNING
      least_meetings: 1
      most_meetings: 2
      languages: "en"
      table_features: "screen" table_features: "link"
      wishes { partner: "alliances/a/members/n" kind: MUST_MEET }
      wishes { partner: "alliances/a/members/o" kind: WONT_MEET })",
            participant);
  return participant;
}

}  // namespace counterpoint::validation
