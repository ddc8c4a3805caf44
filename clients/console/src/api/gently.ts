/** Longer than this the page would be felt to stand still. */
const longestMs = 40;

/** What `make` makes of each; in between the page is drawn and takes input. */
export async function mapGently<From, To>(all: Iterable<From>, make: (one: From) => To): Promise<To[]> {
  const made: To[] = [];
  let drawn = performance.now();
  for (const one of all) {
    made.push(make(one));
    if (performance.now() - drawn < longestMs) continue;
    await new Promise((resolve) => setTimeout(resolve));
    drawn = performance.now();
  }
  return made;
}
