// Files that are dropped: sent as they are, then asked after until they are read.
const chooser = make("input", { type: "file", multiple: true, className: "sr" });
const dropped = make("label", { id: "drop", tabIndex: 0 }, make("span", { data: { say: "drop" } }), chooser);
const jobs = make("ul", { id: "jobs", ariaLive: "polite" });
const sending = new Map();
let asking = null;

const jobElement = (job) => {
  const said = job.stage === "failed" ? job.message : say(`stage.${job.stage}`);
  const item = make("li", { className: job.stage }, make("b", {}, job.name), make("small", {}, said));
  if (!["done", "failed"].includes(job.stage)) {
    const bar = make("progress", { max: 1 });
    if (job.share) bar.value = job.share;
    item.append(bar);
  }
  return item;
};
const drawJobs = (told) => jobs.replaceChildren(...[...sending.values(), ...told].slice(0, 8).map(jobElement));

const follow = async () => {
  asking = null;
  let told;
  try { told = await ask("jobs"); } catch (error) { complain(error); return; }
  const before = listing.articles.length;
  if (told.version !== listing.version) {
    await renewed();
    if (listing.articles.length > before) {
      const first = !shown || follow.show;
      follow.show = false;
      if (first) goTo(listing.articles.at(-1).id);
    }
  }
  drawJobs(told.jobs);
  if (told.jobs.some((job) => !["done", "failed"].includes(job.stage))) asking ??= setTimeout(follow, 300);
};
const sendFiles = async (files) => {
  follow.show = true;
  for (const file of files) {
    const key = {};
    sending.set(key, { name: file.name, stage: "sending", share: 0 });
    drawJobs([]);
    try { await send(`drop?name=${encodeURIComponent(file.name)}`, file); } catch (error) { complain(error); }
    sending.delete(key);
    await follow();
  }
};
chooser.addEventListener("change", () => { sendFiles([...chooser.files]); chooser.value = ""; });
dropped.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); chooser.click(); } });
let over = 0;
const hovering = (on) => document.body.classList.toggle("dropping", on);
addEventListener("dragenter", (event) => { if (event.dataTransfer?.types.includes("Files")) { over += 1; hovering(true); } });
addEventListener("dragleave", () => { over = Math.max(0, over - 1); if (!over) hovering(false); });
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  over = 0;
  hovering(false);
  if (event.dataTransfer?.files.length) sendFiles([...event.dataTransfer.files]);
});
starts.push(async () => {
  $("extra").append(dropped, jobs, takings);
  sayAll($("extra"));
  await follow();
});
