// Which threads go first where several want a processor.
#pragma once

namespace counterpoint::service {

// How much nicer than the threads of gRPC, which read calls, refuse what is too much and
// answer what takes microseconds, those are that do the work of admitted ones: a third of
// the share of a processor that both want. A server with too much to do so still answers
// its health and single reads at once.
inline constexpr int kCallNiceness = 5;
// Of what nobody waits for: a tenth.
inline constexpr int kBackgroundNiceness = 10;

// Makes the calling thread so much nicer than the process began. On Linux priorities are
// those of threads; one that cannot be lowered stays as it is, which costs speed alone.
// Never raised again.
void LowerPriority(int niceness);

}  // namespace counterpoint::service
