#include "service/threads/priority.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace counterpoint::service {

void LowerPriority(int niceness) {
  // The process's own, which the first thread has.
  const int own = getpriority(PRIO_PROCESS, static_cast<id_t>(getpid()));
  setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), own + niceness);
}

}  // namespace counterpoint::service
