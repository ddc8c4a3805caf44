// Agendas as calendars, RFC 5545, to publish as RFC 5546 says.
#pragma once

#include <string>

#include "service/agenda/agenda.h"

namespace counterpoint::agenda {

// One calendar to publish, with an event for each meeting on the agenda's sheets.
// Where there is one participant's sheet alone, events are named after the
// partner, else after both. Times are in UTC. An event's UID stays the same from
// plan to plan, for a pair meets once in a session; its SEQUENCE is the plan's
// number, so that calendars move what they have. Meetings that a later plan no
// longer has are not cancelled: a published calendar replaces the one before.
std::string ToICalendar(const Agenda& agenda);

}  // namespace counterpoint::agenda
