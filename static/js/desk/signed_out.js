/*
 * The error for a session that ended while a page of the desk was open. The page keeps what was typed, and the message
 * links to the sign-in page in another tab.
 */
export class SignedOut extends Error {
  /** `address` is the sign-in page to which the desk redirected, `then` what to do after signing in: "save". */
  constructor(address, then) {
    super(`You’re signed out. Sign in again in another tab, then ${then}.`);
    Object.assign(this, { door: new URL(address).pathname, then });
  }

  /** The message with a link, as a list of nodes and strings. */
  get words() {
    const link = document.createElement("a");
    Object.assign(link, { href: this.door, target: "_blank", rel: "noopener", textContent: "Sign in again in another tab" });
    return ["You’re signed out. ", link, `, then ${this.then}.`];
  }
}

/** Return the message of an Error as a list of nodes and strings, with the link to sign in if it has one. */
export const messageOf = (failure) => failure.words ?? [failure.message];
