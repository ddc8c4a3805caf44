// What modules expect of a browser when they are loaded.
Object.assign(globalThis, {
  sessionStorage: { getItem: () => null, setItem: () => undefined, removeItem: () => undefined },
  window: { location: { origin: 'http://127.0.0.1' } },
});
