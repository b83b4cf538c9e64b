// Says on the page that a security key did not answer: allauth's script tells the console alone.
"use strict";
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("key-failed").hidden = false;
});
