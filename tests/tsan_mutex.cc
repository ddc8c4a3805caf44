// Tells ThreadSanitizer about abseil's mutexes. Debian's abseil is not built
// for it, so locks taken there would not count and everything that they guard
// would look like a race. These definitions stand in front of the library's,
// for the project's own code and for gRPC alike, call them, and say what they
// mean. Linked into every program that tests run in a ThreadSanitizer build.
#include <dlfcn.h>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"

extern "C" {
void __tsan_acquire(void* address);
void __tsan_release(void* address);
void AnnotateIgnoreReadsBegin(const char* file, int line);
void AnnotateIgnoreReadsEnd(const char* file, int line);
}

namespace {

// Abseil evaluates a waiter's condition on whichever thread holds the lock,
// after that thread has said here that it releases it.
class IgnoreConditions {
 public:
  IgnoreConditions() { AnnotateIgnoreReadsBegin(__FILE__, __LINE__); }
  ~IgnoreConditions() { AnnotateIgnoreReadsEnd(__FILE__, __LINE__); }
};

// The library's own function behind the one of the same name here.
template <typename Function>
Function* Next(const char* symbol) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, symbol));
}

}  // namespace

// Mangled names are those of Debian 12's abseil, where member functions take
// `this` as their first argument.
#define COUNTERPOINT_NEXT(result, symbol, ...) \
  static auto* const next = Next<result(__VA_ARGS__)>("_ZN4absl7debian3" symbol)

#define COUNTERPOINT_NEXT_CONST(result, symbol, ...) \
  static auto* const next = Next<result(__VA_ARGS__)>("_ZNK4absl7debian3" symbol)

namespace absl {
ABSL_NAMESPACE_BEGIN

void Mutex::Lock() {
  COUNTERPOINT_NEXT(void, "5Mutex4LockEv", Mutex*);
  next(this);
  __tsan_acquire(this);
}

void Mutex::Unlock() {
  COUNTERPOINT_NEXT(void, "5Mutex6UnlockEv", Mutex*);
  __tsan_release(this);
  const IgnoreConditions ignore;
  next(this);
}

void Mutex::ReaderLock() {
  COUNTERPOINT_NEXT(void, "5Mutex10ReaderLockEv", Mutex*);
  next(this);
  __tsan_acquire(this);
}

void Mutex::ReaderUnlock() {
  COUNTERPOINT_NEXT(void, "5Mutex12ReaderUnlockEv", Mutex*);
  __tsan_release(this);
  const IgnoreConditions ignore;
  next(this);
}

void Mutex::Await(const Condition& condition) {
  COUNTERPOINT_NEXT(void, "5Mutex5AwaitERKNS0_9ConditionE", Mutex*, const Condition&);
  __tsan_release(this);
  {
    const IgnoreConditions ignore;
    next(this, condition);
  }
  __tsan_acquire(this);
}

void Mutex::LockWhen(const Condition& condition) {
  COUNTERPOINT_NEXT(void, "5Mutex8LockWhenERKNS0_9ConditionE", Mutex*, const Condition&);
  {
    const IgnoreConditions ignore;
    next(this, condition);
  }
  __tsan_acquire(this);
}

bool Mutex::LockWhenWithTimeout(const Condition& condition, Duration timeout) {
  COUNTERPOINT_NEXT(bool, "5Mutex19LockWhenWithTimeoutERKNS0_9ConditionENS0_8DurationE", Mutex*,
                    const Condition&, Duration);
  bool held;
  {
    const IgnoreConditions ignore;
    held = next(this, condition, timeout);
  }
  __tsan_acquire(this);
  return held;
}

bool Mutex::AwaitWithTimeout(const Condition& condition, Duration timeout) {
  COUNTERPOINT_NEXT(bool, "5Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE", Mutex*,
                    const Condition&, Duration);
  __tsan_release(this);
  bool held;
  {
    const IgnoreConditions ignore;
    held = next(this, condition, timeout);
  }
  __tsan_acquire(this);
  return held;
}

bool Mutex::AwaitWithDeadline(const Condition& condition, Time deadline) {
  COUNTERPOINT_NEXT(bool, "5Mutex17AwaitWithDeadlineERKNS0_9ConditionENS0_4TimeE", Mutex*,
                    const Condition&, Time);
  __tsan_release(this);
  bool held;
  {
    const IgnoreConditions ignore;
    held = next(this, condition, deadline);
  }
  __tsan_acquire(this);
  return held;
}

void CondVar::Wait(Mutex* mutex) {
  COUNTERPOINT_NEXT(void, "7CondVar4WaitEPNS0_5MutexE", CondVar*, Mutex*);
  __tsan_release(mutex);
  next(this, mutex);
  __tsan_acquire(mutex);
}

bool CondVar::WaitWithDeadline(Mutex* mutex, Time deadline) {
  COUNTERPOINT_NEXT(bool, "7CondVar16WaitWithDeadlineEPNS0_5MutexENS0_4TimeE", CondVar*, Mutex*,
                    Time);
  __tsan_release(mutex);
  const bool timed_out = next(this, mutex, deadline);
  __tsan_acquire(mutex);
  return timed_out;
}

bool CondVar::WaitWithTimeout(Mutex* mutex, Duration timeout) {
  COUNTERPOINT_NEXT(bool, "7CondVar15WaitWithTimeoutEPNS0_5MutexENS0_8DurationE", CondVar*, Mutex*,
                    Duration);
  __tsan_release(mutex);
  const bool timed_out = next(this, mutex, timeout);
  __tsan_acquire(mutex);
  return timed_out;
}

void Notification::Notify() {
  COUNTERPOINT_NEXT(void, "12Notification6NotifyEv", Notification*);
  __tsan_release(this);
  next(this);
}

void Notification::WaitForNotification() const {
  COUNTERPOINT_NEXT_CONST(void, "12Notification19WaitForNotificationEv", const Notification*);
  next(this);
  __tsan_acquire(const_cast<Notification*>(this));
}

bool Notification::WaitForNotificationWithTimeout(Duration timeout) const {
  COUNTERPOINT_NEXT_CONST(bool, "12Notification30WaitForNotificationWithTimeoutENS0_8DurationE",
                          const Notification*, Duration);
  const bool notified = next(this, timeout);
  __tsan_acquire(const_cast<Notification*>(this));
  return notified;
}

ABSL_NAMESPACE_END
}  // namespace absl
