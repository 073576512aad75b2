package frontend_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"zhas/frontend"
)

func TestPlaceholder(t *testing.T) {
	t.Parallel()
	page, err := fs.ReadFile(frontend.Placeholder(), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"make run", "/graphql/schema.graphql", `lang="kk"`, `lang="ru"`, `lang="en"`} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(string(page), "<script") {
		t.Error("the page has a script")
	}
}

func TestApp(t *testing.T) {
	t.Parallel()
	embedded, onDisk := names(t, frontend.App()), names(t, os.DirFS("build"))
	if strings.Join(embedded, "\n") != strings.Join(onDisk, "\n") {
		t.Errorf("embedded: %d files, built: %d files", len(embedded), len(onDisk))
	}
}

// names lists the files of a tree; one that is not there has none.
func names(t *testing.T, tree fs.FS) []string {
	t.Helper()
	var found []string
	if _, err := fs.Stat(tree, "."); err != nil {
		return nil
	}
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			found = append(found, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
