import { Code, ConnectError } from '@connectrpc/connect';
import { RetryInfoSchema } from '@/gen/counterpoint/rpc/status_pb';

/** Waits in a row that bring nothing before it is given up. */
const mostWaits = 20;

/** After how many seconds the service wants to be asked again; undefined where it does not say so. */
export function retryAfter(error: unknown): number | undefined {
  const cause = ConnectError.from(error);
  if (cause.code !== Code.ResourceExhausted && cause.code !== Code.Unavailable) return undefined;
  const delay = cause.findDetails(RetryInfoSchema)[0]?.retryDelay;
  return delay && Number(delay.seconds) + delay.nanos / 1e9;
}

/** Until then, or until `signal`, whose reason is then thrown. */
export function pause(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, seconds * 1000);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

/**
 * Makes a call again as long as the service asks to come back later, and waits
 * until then, longer each time in a row. `onWait` is told how many seconds; 0 when
 * it goes on.
 */
export async function patiently<Answer>(
  make: () => Promise<Answer>,
  signal?: AbortSignal,
  onWait: (seconds: number) => void = () => undefined,
): Promise<Answer> {
  for (let waits = 0; ; ++waits) {
    try {
      return await make();
    } catch (error) {
      const seconds = retryAfter(error);
      if (seconds === undefined || waits === mostWaits || signal?.aborted) throw error;
      const wait = Math.min(60, Math.max(seconds, 0.1) * 1.5 ** waits);
      onWait(wait);
      await pause(wait, signal);
      onWait(0);
    }
  }
}
