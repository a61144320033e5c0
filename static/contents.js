// Marks the section that is being read in the contents list, and offers to
// print. The page does without.
"use strict";

const links = new Map();
for (const link of document.querySelectorAll(".contents a")) {
  links.set(decodeURIComponent(link.hash.slice(1)), link);
}
const headings = [...document.querySelectorAll(".policy-text :is(h2, h3)[id]")].filter((heading) => links.has(heading.id));

// mark chooses the last heading above the upper third of the window; at the top
// of the page the first one.
function mark() {
  const line = window.scrollY > 0 ? window.innerHeight / 3 : 0;
  let current = headings[0];
  for (const heading of headings) {
    if (heading.getBoundingClientRect().top <= line) current = heading;
  }
  for (const [id, link] of links) {
    if (current && id === current.id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  if (current) show(links.get(current.id));
}

// show scrolls a list that is longer than the window, and never the page.
function show(link) {
  const list = link.closest(".contents");
  if (list.scrollHeight > list.clientHeight) list.scrollTop = link.offsetTop - list.clientHeight / 2;
}

const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" });
headings.forEach((heading) => observer.observe(heading));

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
