// What a person in the back row would complain of, of every slide of the wall at once: words outside their box or over
// other words, a character alone on a line, letters too small, a bar to scroll with, a control in sight.
() => {
  const outside = [], meeting = [], alone = [], sizes = [], keys = [];
  const told = (slide, text) => `${slide.dataset.slide} ${text.trim().slice(0, 30)}`;
  const inside = (box, frame) => box.left >= frame.left - 1 && box.right <= frame.right + 1 && box.top >= frame.top - 1 && box.bottom <= frame.bottom + 1;
  const apart = (one, other) => one.right <= other.left + 1 || other.right <= one.left + 1 || one.bottom <= other.top + 1 || other.bottom <= one.top + 1;
  // The letters of a line are lower than their box.
  const letters = ({ left, right, top, bottom, height }) => ({ left, right, top: top + height * 0.18, bottom: bottom - height * 0.18 });
  for (const slide of document.querySelectorAll(".deck .slide")) {
    const frame = slide.getBoundingClientRect();
    const parts = [...slide.children, ...slide.querySelectorAll(".body > *")];
    const words = [];
    const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement: holder, data } = walker.currentNode;
      if (!data.trim() || holder.closest("title")) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      const box = range.getBoundingClientRect();
      // A cell or the name of a place may end in …, and so be cut on purpose.
      if (!holder.closest("td, th, .scope")) {
        if (!inside(box, frame)) outside.push(told(slide, data));
        words.push(...[...range.getClientRects()].map((line) => [data, letters(line)]));
      }
      const small = holder.closest("footer, .small");
      const last = [...range.getClientRects()].pop();
      if (last.top > box.top + 4 && last.width < 1.6 * parseFloat(getComputedStyle(holder).fontSize)) alone.push(told(slide, data));
      const scale = holder.closest("svg.map") ? holder.getScreenCTM().a : 1;
      const size = parseFloat(getComputedStyle(holder).fontSize) * scale;
      if (holder.closest(".key .amount") && !holder.closest("small")) keys.push(size);
      else if (!small) sizes.push([size, told(slide, data)]);
    }
    for (const part of parts) {
      if (part.scrollWidth > part.clientWidth + 4) outside.push(told(slide, `${part.className || part.tagName} ${part.scrollWidth} in ${part.clientWidth}`));
      if (!inside(part.getBoundingClientRect(), part.parentElement.getBoundingClientRect())) outside.push(told(slide, `${part.className || part.tagName} beyond its place`));
    }
    const beside = [...slide.querySelectorAll(":scope > header, :scope > h1, :scope > footer, .body > *")];
    beside.forEach((one, at) => beside.slice(at + 1).forEach((other) => {
      if (!apart(one.getBoundingClientRect(), other.getBoundingClientRect())) meeting.push(told(slide, `${one.className || one.tagName} ${other.className || other.tagName}`));
    }));
    words.forEach(([one, box], at) => words.slice(at + 1).forEach(([other, there]) => {
      if (!apart(box, there)) meeting.push(told(slide, `${one} ${other}`));
    }));
  }
  sizes.sort(([one], [other]) => one - other);
  const root = document.scrollingElement;
  return {
    outside, meeting, alone, smallest: sizes[0][1], body: sizes[0][0], key: Math.min(...keys),
    scrolls: root.scrollHeight > root.clientHeight || root.scrollWidth > root.clientWidth,
    controls: [...document.querySelectorAll("button, input, a, select")].filter((each) => each.getClientRects().length).map((each) => each.textContent),
  };
}
