// <file-digest>: computes the SHA-512 of a chosen file in the browser and compares it; nothing is sent.
class FileDigest extends HTMLElement {
  connectedCallback() {
    this.querySelector("input").addEventListener("change", (event) => this.compare(event.target.files[0]));
  }

  async compare(file) {
    const says = this.querySelector("output");
    if (!file) return;
    try {
      const digest = await crypto.subtle.digest("SHA-512", await file.arrayBuffer());
      const found = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
      says.textContent = found === this.dataset.sha512 ? this.dataset.same : this.dataset.other;
    } catch {
      says.textContent = this.dataset.broken;
    }
  }
}
customElements.define("file-digest", FileDigest);
