// A form that a passkey answers: the browser asks the passkey, puts its answer into the hidden inputs and sends the form.
(() => {
  "use strict";
  const form = document.querySelector("form[data-passkey]");
  if (!form) return;
  const note = form.querySelector(".passkey");
  const say = text => { note.textContent = text; note.hidden = false; };
  const button = form.querySelector("button");
  const address = /^[0-9.]+$|^\[/.test(location.hostname);
  if (address || !window.PublicKeyCredential) {
    button.disabled = true;
    return say(address ? form.dataset.address : form.dataset.missing);
  }
  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), each => each.charCodeAt(0));
  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const random = length => crypto.getRandomValues(new Uint8Array(length));
  const give = values => Object.entries(values).forEach(([name, value]) => { form.elements[name].value = value; });

  const offer = () => navigator.credentials.create({ publicKey: {
    rp: { name: "Gallra", id: location.hostname },
    user: { id: random(16), name: form.dataset.person, displayName: form.dataset.person },
    challenge: random(32),
    pubKeyCredParams: [-7, -8, -257].map(alg => ({ type: "public-key", alg })),
    authenticatorSelection: { userVerification: "required", residentKey: "discouraged" },
    attestation: "none",
  } }).then(made => give({
    "credential": text(made.rawId),
    "public-key": text(made.response.getPublicKey()),
    "algorithm": String(made.response.getPublicKeyAlgorithm()),
    "origin": location.origin,
  }));

  const sign = () => navigator.credentials.get({ publicKey: {
    rpId: location.hostname,
    challenge: bytes(form.dataset.challenge),
    allowCredentials: form.dataset.credentials.split(" ").map(each => ({ type: "public-key", id: bytes(each) })),
    userVerification: "required",
  } }).then(signed => give({
    "nonce": form.dataset.nonce,
    "credential": text(signed.rawId),
    "authenticator-data": text(signed.response.authenticatorData),
    "client-data": text(signed.response.clientDataJSON),
    "signature": text(signed.response.signature),
  }));

  form.addEventListener("submit", event => {
    event.preventDefault();
    note.hidden = true;
    button.disabled = true;
    (form.dataset.passkey === "create" ? offer() : sign()).then(() => form.submit(), () => {
      button.disabled = false;
      say(form.dataset.failed);
    });
  });
})();
