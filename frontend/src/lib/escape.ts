/** Escape closes what was opened in place, and the focus goes back to what opened it. */
export function closesOnEscape(details: HTMLDetailsElement): () => void {
  function close(event: KeyboardEvent) {
    if (event.key !== 'Escape' || !details.open) return;
    event.stopPropagation();
    details.open = false;
    details.querySelector('summary')?.focus();
  }
  details.addEventListener('keydown', close);
  return () => details.removeEventListener('keydown', close);
}
