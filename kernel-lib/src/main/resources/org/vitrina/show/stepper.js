// Turns each walk on the page that is still a plain list into a stepper. Everything it needs is in the page.
(() => {
  for (const walk of document.querySelectorAll(".vitrina-walk:not(.vitrina-live)")) {
    walk.classList.add("vitrina-live");
    const list = walk.querySelector(".vitrina-frames");
    const rest = walk.querySelector(".vitrina-rest");
    if (rest) {                                   // without a script these frames are folded away
      list.append(...rest.querySelectorAll(".vitrina-frame"));
      rest.remove();
    }
    const frames = [...list.children];
    const first = Number(list.getAttribute("start"));
    const make = (tag, className, properties) => Object.assign(document.createElement(tag), { className, ...properties });
    const back = make("button", "vitrina-back", { type: "button", textContent: "◀ Back" });
    const next = make("button", "vitrina-next", { type: "button", textContent: "Next ▶" });
    const play = make("button", "vitrina-play", { type: "button", textContent: "Play" });
    const slider = make("input", "vitrina-slider", { type: "range", min: 0, max: frames.length - 1, value: 0 });
    const place = make("output", "vitrina-place", {});
    slider.setAttribute("aria-label", "Step");
    place.setAttribute("aria-live", "polite");
    const controls = make("div", "vitrina-controls", {});
    controls.append(back, next, play, slider, place);
    list.before(controls);

    let at = 0;
    let timer = 0;
    const show = (index) => {
      at = Math.max(0, Math.min(frames.length - 1, index));
      frames.forEach((frame, i) => { frame.hidden = i !== at; });
      back.disabled = at === 0;
      next.disabled = at === frames.length - 1;
      slider.value = at;
      place.textContent = `${first + at} of ${first + frames.length - 1}`;
      list.style.minHeight = Math.max(parseFloat(list.style.minHeight) || 0, list.offsetHeight) + "px";
    };
    const stop = () => { clearInterval(timer); timer = 0; play.textContent = "Play"; };
    back.addEventListener("click", () => { stop(); show(at - 1); });
    next.addEventListener("click", () => { stop(); show(at + 1); });
    slider.addEventListener("input", () => { stop(); show(Number(slider.value)); });
    play.addEventListener("click", () => {
      if (timer) { stop(); return; }
      if (at === frames.length - 1) show(0);
      play.textContent = "Pause";
      timer = setInterval(() => {
        if (!walk.isConnected || at === frames.length - 1) stop(); else show(at + 1);
      }, 1200);
    });
    walk.addEventListener("keydown", (event) => {
      const keys = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: frames.length - 1 };
      if (!(event.key in keys) || event.altKey || event.ctrlKey || event.metaKey) return;
      stop();
      show(keys[event.key]);
      event.preventDefault();
      event.stopPropagation();                    // the notebook has other plans for these keys
    });
    show(0);
  }
})();
