// The editor makes a page's address from its title and drops letters it does not know; Vietnamese ones lose their marks instead.
function unmarked(text) {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replaceAll("đ", "d")
    .replaceAll("Đ", "D");
}

for (const step of ["w-sync:check", "w-sync:apply"]) {
  document.addEventListener(
    step,
    ({ target, detail }) => {
      if (target.id === "id_slug" && typeof detail?.value === "string") detail.value = unmarked(detail.value);
    },
    true,
  );
}
