// Runs before the page is drawn, so that answers hidden under others do not flash open.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("nhsuk-frontend-supported");
