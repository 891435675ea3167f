// Keys: "/" goes to the look-up, "g" and then a digit opens the page at that place. Everything works without them.
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
      const page = document.querySelectorAll("nav a")[Number(event.key) - 1];
      if (page) page.click();
    }
  });
})();
