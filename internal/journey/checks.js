// What is looked for on every page that a visitor sees. It runs from outside the page, also where the page may run no script.
window.journeyChecks = {
  // words lists words of the other language, outside what is marked as that language.
  words(doc, lang, foreign) {
    const found = [];
    const wanted = new RegExp("(?<![\\p{L}\\p{N}’'-])(" + foreign.join("|") + ")(?![\\p{L}\\p{N}’'-])", "giu");
    const look = (el, text) => {
      if (!text || el.closest("script, style, [translate=no]")) return;
      const marked = el.closest("[lang]");
      if (marked && marked !== doc.documentElement && marked.lang !== lang) return;
      const hit = (text.match(wanted) ?? []).filter((w) => w === w.toLowerCase() || !new RegExp(`\\b${w}\\s\\p{Lu}`, "u").test(text)); // De Linde is a name
      if (hit.length) found.push(`“${hit.join(", ")}” in “${text.replace(/\s+/g, " ").trim().slice(0, 160)}”`);
    };
    const walk = doc.createTreeWalker(doc.documentElement, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) look(walk.currentNode.parentElement, walk.currentNode.data);
    for (const name of ["aria-label", "alt", "title", "placeholder", "data-typing", "data-failed"])
      for (const el of doc.querySelectorAll(`[${name}]`)) look(el, el.getAttribute(name));
    return [...new Set(found)];
  },

  // strays lists links and forms that lead to a page in the other language.
  strays(doc, lang) {
    const found = [];
    for (const [name, selector] of [["href", "a[href]:not([hreflang])"], ["action", "form[action]"], ["hx-post", "[hx-post]"], ["formaction", "[formaction]"]])
      for (const el of doc.querySelectorAll(selector)) {
        const to = new URL(el.getAttribute(name), location.href);
        if (to.origin !== location.origin || to.pathname.startsWith("/static/") || el.getAttribute(name).startsWith("#")) continue;
        const english = to.pathname === "/en" || to.pathname.startsWith("/en/");
        if (english !== (lang === "en")) found.push(`${name}=${el.getAttribute(name)}`);
      }
    return [...new Set(found)];
  },

  // twins lists ids that more than one element has, and labels and descriptions that point nowhere.
  twins(doc) {
    const seen = {};
    for (const el of doc.querySelectorAll("[id]")) seen[el.id] = (seen[el.id] ?? 0) + 1;
    const found = Object.keys(seen).filter((id) => seen[id] > 1).map((id) => `id ${id} twice`);
    for (const name of ["for", "aria-describedby", "aria-labelledby", "aria-controls", "list", "form"])
      for (const el of doc.querySelectorAll(`[${name}]`))
        for (const id of el.getAttribute(name).split(/\s+/)) if (id && !seen[id]) found.push(`${name}=${id} points nowhere`);
    for (const el of doc.querySelectorAll('a[href^="#"]')) if (el.hash.length > 1 && !seen[decodeURIComponent(el.hash.slice(1))]) found.push(`${el.hash} points nowhere`);
    return [...new Set(found)];
  },

  // unfold opens everything that is folded, and returns what puts it back.
  unfold() {
    const closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((d) => (d.open = true));
    return () => closed.forEach((d) => (d.open = false));
  },

  // sideways lists what makes the page wider than the screen.
  sideways() {
    const root = document.documentElement, width = root.clientWidth;
    if (root.scrollWidth <= width) return [];
    const found = [];
    for (const el of document.body.querySelectorAll("*")) {
      const r = el.getBoundingClientRect();
      if (r.width === 0 || r.right <= width + 1) continue;
      let inside = el.parentElement;
      while (inside && !["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(inside).overflowX)) inside = inside.parentElement;
      if (!inside || inside === document.body || inside === root) found.push(el);
    }
    const inner = found.filter((el) => ![...el.children].some((c) => found.includes(c)));
    const wide = inner.length ? inner : [...document.body.querySelectorAll("*")].filter((el) => el.scrollWidth > el.clientWidth && el.clientWidth > 0).slice(-4);
    return [`${root.scrollWidth} px wide on a screen of ${width} px: ` + wide.slice(0, 6).map((el) => `${el.outerHTML.slice(0, 140)} to ${Math.round(el.getBoundingClientRect().right)} px`).join("; ")];
  },

  // kinds lists which kinds of elements the page is made of, each inside its parent: what axe-core could judge differently.
  kinds() {
    const name = (el) => el.tagName + "." + (el.className?.baseVal ?? el.className) + [...el.attributes].filter((a) => /^(role|type|aria-.*|tabindex|for|autocomplete)$/.test(a.name)).map((a) => `[${a.name}${/^(role|type|tabindex)$/.test(a.name) ? "=" + a.value : ""}]`);
    const found = new Set();
    for (const el of document.body.querySelectorAll("*")) if (!el.closest("svg svg, svg > *")) found.add(name(el.parentElement) + ">" + name(el));
    return [...found];
  },

  // axe lists what axe-core finds, with the elements.
  async axe() {
    const result = await axe.run(document, { resultTypes: ["violations"], iframes: false, preload: false, rules: { "target-size": { enabled: true } } });
    return result.violations.map((v) => `${v.id} (${v.impact}): ${v.help}\n` + v.nodes.slice(0, 4).map((n) => `    ${n.html.slice(0, 200)}\n      ${n.failureSummary.replace(/\s+/g, " ").slice(0, 300)}`).join("\n"));
  },

  // crawl asks for every page of the site that links lead to, and checks what needs no screen.
  async crawl(lang, foreign) {
    const faults = new Set(), seen = new Set(), alike = {}, queue = [[location.pathname, "the overview"]];
    let pages = 0;
    const visit = async ([path, from]) => {
      const answer = await fetch(path);
      pages++;
      if (answer.status !== 200) faults.add(`${path}, a link on ${from}: status ${answer.status}`);
      if (answer.redirected && new URL(answer.url).pathname.endsWith("/inloggen")) faults.add(`${path}, a link on ${from}, asks to sign in`);
      if (!(answer.headers.get("content-type") ?? "").startsWith("text/html")) return void (await answer.arrayBuffer());
      const doc = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const says of [...this.words(doc, lang, foreign), ...this.strays(doc, lang), ...this.twins(doc)]) faults.add(`${path}: ${says}`);
      for (const a of doc.querySelectorAll("a[href]:not([hreflang])")) {
        const to = new URL(a.getAttribute("href"), new URL(path, location.origin));
        const page = to.pathname + to.search;
        if (to.origin !== location.origin || seen.has(page)) continue;
        seen.add(page);
        const kind = to.pathname + [...to.searchParams.keys()].sort();
        alike[kind] = (alike[kind] ?? 0) + 1;
        if (alike[kind] > 6) continue; // the same form for a hundred requirements
        queue.push([page, path]);
      }
    };
    for (let next; (next = queue.splice(0, 4)).length; ) await Promise.all(next.map(visit));
    return { Pages: pages, Faults: [...faults] };
  },
};

