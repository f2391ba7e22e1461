/*
 * Connects django-allauth's passkey scripts to our forms, and says in words what went wrong.
 *
 * <form data-passkey="loginForm" data-button="id"> names one of allauth.webauthn.forms; the form's field `credential`
 * takes the answer, and #js_data, if the page has it, holds the server's challenge.
 */

const WORDS = {
  NotAllowedError: "The passkey wasn’t used: it was canceled, or time ran out. Try again.",
  InvalidStateError: "This device already has a passkey for your account.",
  SecurityError: "Passkeys work only at the site’s own address, not at a number such as 127.0.0.1.",
  NotSupportedError: "This browser can’t use that kind of key.",
};

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const message = document.getElementById("passkey-said");
  message.textContent = WORDS[event.detail.exception?.name] ?? "The passkey didn’t work. Reload the page and try again.";
  message.hidden = false;
});

for (const form of document.querySelectorAll("[data-passkey]")) {
  const { passkey, button } = form.dataset;
  const ids = {
    credential: form.elements.credential.id,
    passwordless: form.elements.passwordless?.id,
    data: document.getElementById("js_data") ? "js_data" : undefined,
  };
  for (const role of ["login", "authenticate", "add"]) ids[role] = button;
  window.allauth.webauthn.forms[passkey]({ ids });
}
