// Every page works without this file.
import { initAll } from "../nhsuk/nhsuk-frontend.min.js";

initAll();

// Watch a long piece of work: ask for the page again and replace only its progress; when there is none left, load it.
function watch(shown) {
  setTimeout(async () => {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-watch]");
      if (answer.ok && !fresh) return location.reload();
      if (fresh && fresh.innerHTML !== shown.innerHTML) shown.innerHTML = fresh.innerHTML;
    } catch {
      // The network is away for a moment: ask again.
    }
    watch(shown);
  }, Number(shown.dataset.watch) * 1000);
}

document.querySelectorAll("[data-watch]").forEach(watch);
