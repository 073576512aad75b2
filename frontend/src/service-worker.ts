/// <reference types="@sveltejs/kit" />
/// <reference lib="webworker" />
// Keeps the application on the reader's device, so that it starts without a
// connection. The data of pages is kept by the application itself ($lib/graph/kept).
import { build, files, version } from '$service-worker';
import { languageOf } from '$lib/language';

const worker = globalThis.self as unknown as ServiceWorkerGlobalScope;
const name = `zhas-application-${version}`;
const page = '/'; // every address of the application gets the same page

// Every script and style, and the letters of our three languages. Other files
// (rarer letters, licences) are kept when they were used.
const shell = build.filter(
  (path) => !/\.woff2$/.test(path) || /-(latin|cyrillic|cyrillic-ext)-wght/.test(path),
);

worker.addEventListener('install', (event) => {
  const kept = caches.open(name).then((cache) => cache.addAll([page, ...shell]));
  event.waitUntil(kept.then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  const outdated = caches
    .keys()
    .then((names) => names.filter((n) => n.startsWith('zhas-application-') && n !== name));
  const removed = outdated.then((names) => Promise.all(names.map((n) => caches.delete(n))));
  event.waitUntil(removed.then(() => worker.clients.claim()));
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') {
    // Other addresses, such as GraphiQL's, are not of the application.
    if (pathname === page || languageOf(pathname)) event.respondWith(navigate(request));
  } else if (build.includes(pathname) || files.includes(pathname)) {
    event.respondWith(file(request));
  }
});

/** The page from the server, which may be newer; without a connection the kept one. */
async function navigate(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (failure) {
    const kept = await caches.match(page, { cacheName: name });
    if (!kept) throw failure;
    return kept;
  }
}

/** A file from the device; what is not there yet is fetched and kept. */
async function file(request: Request): Promise<Response> {
  const cache = await caches.open(name);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}
