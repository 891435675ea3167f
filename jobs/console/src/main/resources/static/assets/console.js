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

  // Parts that take long come when they are there.
  const failed = part => { part.querySelector(".note").textContent = part.dataset.failed; };
  const follow = part => fetch(part.dataset.later)
    .then(answer => answer.ok && !answer.redirected ? answer.text() : "")
    .then(text => {
      const section = new DOMParser().parseFromString(text, "text/html").querySelector("section");
      if (!section) return failed(part);
      part.replaceWith(section);
      if (section.dataset.later) follow(section);
    })
    .catch(() => failed(part));
  document.querySelectorAll("[data-later]").forEach(follow);

  // A grid that is wider than the window shows its newest days.
  document.querySelectorAll("table.grid").forEach(grid => { grid.parentElement.scrollLeft = grid.scrollWidth; });

  // Runs at work: each event has all of them. Where another run began or one ended, the page is made anew, which is no act of the person.
  const live = document.querySelector(".live");
  if (!live || !window.EventSource) return;
  const shown = () => [...live.querySelectorAll("[data-run]")].map(each => each.dataset.run).join();
  const watched = live.dataset.watched;
  const note = live.querySelector(".note");
  let last = 0;
  let source = null;
  const anew = () => {
    const address = new URL(location.href);
    address.searchParams.set("again", "true");
    location.replace(address);
  };
  const told = event => {
    const state = JSON.parse(event.data);
    if (state.number <= last) return;
    last = state.number;
    const runs = state.runs.filter(run => !watched || String(run.run) === watched);
    if (!state.known) {
      live.querySelectorAll(".far").forEach(far => { far.textContent = ""; });
      note.textContent = state.none;
      note.hidden = false;
      return;
    }
    if (runs.map(run => String(run.run)).join() !== shown()) return anew();
    note.textContent = state.none;
    note.hidden = runs.length > 0;
    runs.forEach(run => {
      const line = live.querySelector(`[data-run="${run.run}"]`);
      const bar = line.querySelector("progress");
      if (run.of > 0) {
        bar.max = run.of;
        bar.value = Math.max(run.done, bar.position < 0 ? 0 : bar.value);
      }
      line.querySelector(".far").textContent = run.text;
    });
  };
  // A browser has few lines for a site; a page that nobody sees needs none.
  const listen = () => {
    if (source) source.close();
    source = null;
    if (document.hidden) return;
    source = new EventSource("/live");
    source.addEventListener("runs", told);
    source.addEventListener("error", () => {
      if (!source || source.readyState !== EventSource.CLOSED) return;
      live.querySelectorAll(".far").forEach(far => { far.textContent = ""; });
      note.textContent = live.dataset.ended;
      note.hidden = false;
    });
  };
  document.addEventListener("visibilitychange", listen);
  listen();
})();
