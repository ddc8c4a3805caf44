import { ref } from 'vue';

const key = 'counterpoint.token';
const leftKey = 'counterpoint.signed-out';

/** The bearer token of this tab; empty where the service asks for none. */
export const token = ref(sessionStorage.getItem(key) ?? '');

/** Why a token is asked for; empty where none is wanted. */
export const signInWanted = ref<'' | 'missing' | 'refused' | 'signedOut'>(
  sessionStorage.getItem(leftKey) ? 'signedOut' : '',
);

/** The service has refused a call that came with `sent`, or with no token. */
export function refuse(sent: string): void {
  // An answer to a call from before the present token tells nothing of that.
  if (sent !== token.value) return;
  signInWanted.value = sent ? 'refused' : 'missing';
  token.value = '';
  sessionStorage.removeItem(key);
}

export function signIn(value: string): void {
  token.value = value.trim();
  sessionStorage.setItem(key, token.value);
  sessionStorage.removeItem(leftKey);
  signInWanted.value = '';
}

/** Forgets the token, and all that was read and typed with it. */
export function signOut(): void {
  sessionStorage.clear();
  sessionStorage.setItem(leftKey, 'yes');
  location.hash = '#/';
  location.reload();
}
