// Keys: "/" goes to the look-up, "g" and then the first letter of a page opens it. Everything works without them.
(() => {
  "use strict";
  let before = 0;
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) return;
    if (event.key === "/") {
      const field = document.querySelector("input[type=search]");
      event.preventDefault();
      if (field) field.focus(); else location.assign("/why");
    } else if (event.key === "g") {
      before = event.timeStamp;
    } else if (before && event.timeStamp - before < 1500) {
      before = 0;
      const page = [...document.querySelectorAll("nav a")].find(a => a.textContent.trim().toLowerCase().startsWith(event.key));
      if (page) page.click();
    }
  });
})();
