// Takes the downtime cards along on this device when somebody opens them, and says so on the page. The worker does the keeping.
const place = document.querySelector("[data-take-along]");
const workers = navigator.serviceWorker;
if (place && workers) {
  const scope = place.dataset.takeAlong, refused = "noodkaarten niet " + scope;
  const files = [...document.querySelectorAll("link[rel=stylesheet], link[rel=preload], link[rel=icon]")].map((l) => l.href);
  const pages = [location.href.split(/[?#]/)[0], ...[...document.querySelectorAll("a[data-take]")].map((a) => a.href)];
  const scripts = [...document.scripts].map((s) => s.src).filter(Boolean);
  const says = place.querySelector("[data-says]"), fetchThem = place.querySelector("[data-fetch]"), leaveThem = place.querySelector("[data-leave]");

  function show(state) {
    place.hidden = false;
    says.textContent = place.dataset[state];
    leaveThem.hidden = state !== "on";
    fetchThem.hidden = state !== "off";
  }

  workers.addEventListener("message", (e) => show(e.data.kept ? "on" : "off"));

  async function take() {
    show("busy");
    try {
      await workers.register(place.dataset.worker, { scope });
      (await workers.ready).active.postMessage({ take: [...new Set([...pages, ...files, ...scripts])] });
    } catch {
      show("off");
    }
  }

  fetchThem.addEventListener("click", () => { localStorage.removeItem(refused); take(); });
  leaveThem.addEventListener("click", async () => {
    localStorage.setItem(refused, "1");
    (await workers.ready).active.postMessage({ leave: true });
  });

  if (document.documentElement.dataset.kept) show("on");
  else if (localStorage.getItem(refused)) show("off");
  else take();
}
