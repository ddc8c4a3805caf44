import { ref } from 'vue';

const key = 'counterpoint.token';

/** The bearer token of this tab; empty where the service asks for none. */
export const token = ref(sessionStorage.getItem(key) ?? '');

/** Whether the service has refused a call for want of a token. */
export const signInWanted = ref(false);

export function signIn(value: string): void {
  token.value = value.trim();
  sessionStorage.setItem(key, token.value);
  signInWanted.value = false;
}

export function signOut(): void {
  token.value = '';
  sessionStorage.removeItem(key);
  signInWanted.value = true;
}
