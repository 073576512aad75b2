/** How a reader wants the application to look; "auto" follows the device. */
export interface Settings {
  theme: 'auto' | 'light' | 'dark';
  contrast: 'auto' | 'usual' | 'high';
  text: 'usual' | 'large';
}

// app.html reads the same key before the first paint.
const key = 'zhas-settings';

function read(): Partial<Settings> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}');
  } catch {
    return {};
  }
}

const state = $state<Settings>({ theme: 'auto', contrast: 'auto', text: 'usual', ...read() });
const moreContrast = matchMedia('(prefers-contrast: more)');
moreContrast.addEventListener('change', apply);

function apply() {
  const { theme, contrast, text } = state;
  const high = contrast === 'high' || (contrast === 'auto' && moreContrast.matches);
  Object.assign(document.documentElement.dataset, {
    theme,
    contrast: high ? 'high' : contrast,
    text,
  });
}

apply();

export const settings = {
  get current(): Readonly<Settings> {
    return state;
  },
  change(part: Partial<Settings>) {
    Object.assign(state, part);
    localStorage.setItem(key, JSON.stringify(state));
    apply();
  },
};
