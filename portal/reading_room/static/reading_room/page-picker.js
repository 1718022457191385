// <page-picker>: pages chosen in the viewer go onto an order of copies; kept for the visit, record by record.
class PagePicker extends HTMLElement {
  connectedCallback() {
    this.store = `pages:${this.dataset.href}`;
    this.chosen = new Set(JSON.parse(sessionStorage.getItem(this.store) || "[]"));
    this.toggle = Object.assign(document.createElement("button"), { type: "button", className: "button quiet" });
    this.order = Object.assign(document.createElement("a"), { className: "button" });
    this.append(this.toggle, " ", this.order);
    this.toggle.addEventListener("click", () => this.pick());
    const strip = document.querySelector(".strip");
    // the viewer marks the page that it shows in the strip
    if (strip)
      new MutationObserver(() => this.show()).observe(strip, {
        subtree: true,
        attributes: true,
        attributeFilter: ["aria-current"],
      });
    this.show();
  }

  get page() {
    const current = document.querySelector(".strip [aria-current]");
    return Number(current ? current.dataset.order : this.dataset.page);
  }

  pick() {
    const page = this.page;
    if (!this.chosen.delete(page)) this.chosen.add(page);
    sessionStorage.setItem(this.store, JSON.stringify([...this.chosen]));
    this.show();
  }

  show() {
    const page = this.page;
    const pages = [...this.chosen].sort((one, other) => one - other);
    this.toggle.textContent = (this.chosen.has(page) ? this.dataset.drop : this.dataset.pick).replace("{n}", page);
    this.toggle.setAttribute("aria-pressed", this.chosen.has(page));
    this.order.hidden = !pages.length;
    this.order.textContent = this.dataset.order.replace("{n}", pages.length);
    this.order.href = `${this.dataset.href}&${pages.map((each) => `pages=${each}`).join("&")}`;
  }
}
customElements.define("page-picker", PagePicker);
