// After each step of a review the keyboard is at the line that was acted on, also when the page is loaded again.
const goToPlace = () => {
  const { place } = document.getElementById("review")?.dataset ?? {};
  if (place) document.getElementById(place)?.focus();
};
document.addEventListener("htmx:afterSettle", goToPlace);
goToPlace();
