package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// How long a browser may use a file without asking again.
const (
	// cacheImmutable is for files whose name holds their hash.
	cacheImmutable = "public, max-age=31536000, immutable"
	// cacheRevalidated is for pages and the schema: kept, but asked for by
	// ETag every time, so that a new version shows at once.
	cacheRevalidated = "no-cache"
	// cacheShort is for every other file.
	cacheShort = "public, max-age=300"
)

// contentTypes names the types of the files that web applications consist of,
// because the tables of the machine vary.
var contentTypes = map[string]string{
	".avif":        "image/avif",
	".css":         "text/css; charset=utf-8",
	".geojson":     "application/geo+json",
	".gz":          "application/gzip",
	".html":        "text/html; charset=utf-8",
	".ico":         "image/x-icon",
	".jpg":         "image/jpeg",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".map":         "application/json",
	".mjs":         "text/javascript; charset=utf-8",
	".png":         "image/png",
	".svg":         "image/svg+xml",
	".ttf":         "font/ttf",
	".txt":         "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
	".webmanifest": "application/manifest+json",
	".webp":        "image/webp",
	".woff":        "font/woff",
	".woff2":       "font/woff2",
	".xml":         "text/xml; charset=utf-8",
}

// file is one file in all forms it is served in. It answers GET and HEAD,
// conditional and range requests.
type file struct {
	contentType string
	cache       string
	policy      string // Content-Security-Policy of a page; empty keeps the strict one
	forms       []form // best first, the plain one last
}

type form struct {
	encoding string // empty for the plain one
	etag     string
	content  []byte
}

func newForm(encoding string, content []byte) form {
	sum := sha256.Sum256(content)
	return form{encoding: encoding, etag: `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`, content: content}
}

func (f *file) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.contentType)
	h.Set("Cache-Control", f.cache)
	if f.policy != "" {
		h.Set("Content-Security-Policy", f.policy)
	}
	if len(f.forms) > 1 {
		h.Add("Vary", "Accept-Encoding")
	}
	for _, form := range f.forms {
		if form.encoding != "" {
			if !accepts(r.Header.Values("Accept-Encoding"), form.encoding) {
				continue
			}
			h.Set("Content-Encoding", form.encoding)
			h.Set("Content-Length", strconv.Itoa(len(form.content)))
		}
		h.Set("ETag", form.etag)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(form.content))
		return
	}
}

// accepts reports whether Accept-Encoding allows a coding, by its name or by a
// star. Degrees of preference are not weighed.
func accepts(headers []string, coding string) bool {
	star := false
	for item := range strings.SplitSeq(strings.Join(headers, ","), ",") {
		name, parameter, _ := strings.Cut(item, ";")
		name = strings.TrimSpace(name)
		weight, isWeight := strings.CutPrefix(strings.ToLower(strings.ReplaceAll(parameter, " ", "")), "q=")
		q, err := strconv.ParseFloat(weight, 64)
		wanted := !isWeight || (err == nil && q > 0)
		if strings.EqualFold(name, coding) {
			return wanted
		}
		if name == "*" {
			star = wanted
		}
	}
	return star
}

// files are the files of an application by their path.
type files map[string]*file

// ServeHTTP answers with the file of the path, or 404.
func (f files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if found, ok := f[strings.TrimPrefix(r.URL.Path, "/")]; ok {
		found.ServeHTTP(w, r)
		return
	}
	notFound(w, r)
}

// pages is the application: its files and the two pages they hang together by.
type pages struct {
	files    files
	index    *file
	graphiql *file
}

// ServeHTTP answers with the file of the path. A path that is no file and looks
// like none gets the index page, which finds out what it means.
func (p pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, isFile := p.files[strings.TrimPrefix(r.URL.Path, "/")]
	if !isFile && path.Ext(r.URL.Path) == "" {
		p.index.ServeHTTP(w, r)
		return
	}
	p.files.ServeHTTP(w, r)
}

// loadPages reads the application. Without an index page the placeholder takes
// its place as a whole, without a GraphiQL page for that page only.
func loadPages(app, placeholder fs.FS) (pages, error) {
	substitutes, err := loadFiles(placeholder)
	if err != nil {
		return pages{}, fmt.Errorf("web: placeholder: %w", err)
	}
	substitute := substitutes["index.html"]
	if substitute == nil {
		return pages{}, errors.New("web: the placeholder has no index.html")
	}
	built := files{}
	if app != nil {
		if built, err = loadFiles(app); err != nil {
			return pages{}, fmt.Errorf("web: application: %w", err)
		}
	}
	p := pages{files: built, index: built["index.html"], graphiql: built["graphiql/index.html"]}
	if p.index == nil {
		p.files, p.index = substitutes, substitute
	}
	if p.graphiql == nil {
		p.graphiql = substitute
	}
	return p, nil
}

// compressedForms are the suffixes of precompressed files, best first.
var compressedForms = []struct{ suffix, encoding string }{{".br", "br"}, {".gz", "gzip"}}

// loadFiles reads every file of a tree; a tree that is not there has none.
func loadFiles(tree fs.FS) (files, error) {
	contents := map[string][]byte{}
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			if name == "." && errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			return err
		}
		if entry.IsDir() {
			return nil
		}
		contents[name], err = fs.ReadFile(tree, name)
		return err
	})
	if err != nil {
		return nil, err
	}
	loaded := files{}
	for name, content := range contents {
		if isCompressedForm(name, contents) {
			continue
		}
		f := newFile(name, content)
		for i := len(compressedForms) - 1; i >= 0; i-- {
			if c, ok := contents[name+compressedForms[i].suffix]; ok {
				f.forms = append([]form{newForm(compressedForms[i].encoding, c)}, f.forms...)
			}
		}
		loaded[name] = f
	}
	return loaded, nil
}

// isCompressedForm tells NAME.br beside NAME from a file that merely ends so.
func isCompressedForm(name string, contents map[string][]byte) bool {
	for _, c := range compressedForms {
		if base, ok := strings.CutSuffix(name, c.suffix); ok {
			if _, ok := contents[base]; ok {
				return true
			}
		}
	}
	return false
}

func newFile(name string, content []byte) *file {
	f := &file{contentType: contentTypes[path.Ext(name)], cache: cacheShort, forms: []form{newForm("", content)}}
	switch {
	case f.contentType == "":
		if f.contentType = mime.TypeByExtension(path.Ext(name)); f.contentType == "" {
			f.contentType = "application/octet-stream"
		}
	case path.Ext(name) == ".html":
		f.cache = cacheRevalidated
		scripts, styles := inlineHashes(content)
		if name == "graphiql/index.html" {
			// The editor sets styles as it runs. A hash would switch
			// 'unsafe-inline' off.
			styles = []string{"'unsafe-inline'"}
		}
		f.policy = policy(scripts, styles)
	}
	switch {
	case strings.HasPrefix(name, "_app/immutable/"):
		f.cache = cacheImmutable
	case name == "service-worker.js", path.Ext(name) == ".webmanifest":
		// They name the files of one version of the application.
		f.cache = cacheRevalidated
	}
	return f
}

// schemaFile is the SDL, plain and compressed.
func schemaFile(sdl string) (*file, error) {
	var compressed bytes.Buffer
	z := gzip.NewWriter(&compressed)
	_, err := z.Write([]byte(sdl))
	if err = errors.Join(err, z.Close()); err != nil {
		return nil, fmt.Errorf("web: compress the schema: %w", err)
	}
	return &file{
		contentType: "text/plain; charset=utf-8",
		cache:       cacheRevalidated,
		forms:       []form{newForm("gzip", compressed.Bytes()), newForm("", []byte(sdl))},
	}, nil
}
