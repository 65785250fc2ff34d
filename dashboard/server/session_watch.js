// Leaves a page whose session is over, so that no screen goes on showing its figures.
const SECONDS = 15;

async function leaveWhenOver() {
  const answer = await fetch("/_session/state", { cache: "no-store" }).catch(() => null);
  if (answer && answer.status === 401) location.reload();
}

setInterval(leaveWhenOver, SECONDS * 1000);
addEventListener("pageshow", leaveWhenOver);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") leaveWhenOver();
});
