// Package frontend holds the application that the binary serves: what
// `npm run build` writes to the folder build, and a page that stands in for it
// while there is none.
package frontend

import (
	"embed"
	"io/fs"
)

// A pattern of go:embed has to match something, and a clone has no build yet.
// So one pattern matches both folders, build and placeholder, and nothing else
// here. "all:" takes in _app, whose name begins with an underscore.
//
//go:embed all:[bp][ul]*[dr]
var folders embed.FS

// App returns the built application: index.html, graphiql/index.html and the
// files they load, each text also as NAME.br and NAME.gz. It has no files when
// the application was not built before the binary.
func App() fs.FS { return folder("build") }

// Placeholder returns the page that says how to build the application, as
// index.html. It is always there.
func Placeholder() fs.FS { return folder("placeholder") }

func folder(name string) fs.FS {
	sub, err := fs.Sub(folders, name)
	if err != nil {
		panic(err) //nolint:forbidigo // only for an invalid name
	}
	return sub
}
