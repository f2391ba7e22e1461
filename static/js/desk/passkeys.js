/*
 * Connects django-allauth's passkey scripts to our forms, and shows a message if something goes wrong.
 *
 * <form data-passkey="loginForm" data-button="id"> names one of allauth.webauthn.forms. The form's field `credential`
 * takes the device's answer; #js_data, if the page has it, is the server's challenge.
 */

const MESSAGES = {
  NotAllowedError: "The passkey request was canceled, or it timed out. Try again.",
  InvalidStateError: "This device already has a passkey for your account.",
  SecurityError: "Passkeys work only at the site’s own address, not at an IP address such as 127.0.0.1.",
  NotSupportedError: "This browser can’t use this type of passkey.",
};

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const message = document.getElementById("passkey-said");
  message.textContent = MESSAGES[event.detail.exception?.name] ?? "The passkey didn’t work. Reload the page and try again.";
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
