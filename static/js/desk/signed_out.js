/*
 * Tells somebody whose session ended while a page of the desk was open. The page stays as it is, with what was typed in
 * it, and a link opens the sign-in page in another tab.
 */
export class SignedOut extends Error {
  /** `address` is where the desk led instead, `then` what to do once signed in: "save". */
  constructor(address, then) {
    super(`You are signed out. Sign in again in another tab, then ${then}.`);
    Object.assign(this, { door: new URL(address).pathname, then });
  }

  /** The sentence with the door as a link. */
  get words() {
    const link = document.createElement("a");
    Object.assign(link, { href: this.door, target: "_blank", rel: "noopener", textContent: "Sign in again in another tab" });
    return ["You are signed out. ", link, `, then ${this.then}.`];
  }
}

/** A failure as what an element holds. */
export const messageOf = (failure) => failure.words ?? [failure.message];
